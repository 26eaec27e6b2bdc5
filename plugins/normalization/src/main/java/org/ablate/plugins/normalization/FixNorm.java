package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Scale norm, and token embeddings of length 1. Nguyen and Chiang (2018), arXiv:1710.01329, §3, as
 * Nguyen and Salazar (2019), arXiv:1910.05895, §2.3, combine the two: where the classifier uses the
 * embeddings' matrix, a logit is g cos θ between a state and a token, and rare tokens have no
 * shorter vectors than frequent ones. Where it has a matrix of its own, that one is left as it is.
 *
 * @param epsilon the least length that a token is divided by
 */
public record FixNorm(double epsilon) implements Normalization {

  public FixNorm {
    Epsilon.requirePositive(epsilon);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    return new ScaleNorm(epsilon).normalize(scope, x, padding); // [batch, position, d_model]
  }

  @Override
  public Tensor normalizeEmbeddings(Tensor table) {
    return UnitLength.of(table, epsilon); // [token, d_model]
  }
}
