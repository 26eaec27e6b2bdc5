package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(g · cos(q, k)) V with a learned scale g. Henry et al. (2020), arXiv:2010.04245, §3.1.
 * Theirs learn one g for all; here each head has its own, as the 1/τ of Swin Transformer V2 is. Liu
 * et al. (2021), arXiv:2111.09883, §3.2, eq. 2.
 *
 * @param initialScale where g starts; the paper takes log₂(n² − n) for sequences of length n
 */
public record CosineSimilarityAttention(double initialScale) implements Attention {

  /** Keeps the length of a vector from 0. */
  private static final double EPSILON = 1e-12;

  public CosineSimilarityAttention {
    if (!(initialScale > 0)) {
      throw new IllegalArgumentException(
          "initial_scale must be greater than 0, got " + initialScale);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Initializer start = new Initializer.Constant(initialScale);
    Tensor scale =
        scope.parameter("scale", start, query.dim(1), Dim.one(), Dim.one()); // [head, 1, 1]
    Tensor cosines = unit(query).matmul(unit(key).transpose(-2, -1)); // [batch, head, query, key]
    Tensor weights =
        scope.probe("weights", bias.softmax(cosines.multiply(scale))); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  private static Tensor unit(Tensor x) {
    return x.multiply(x.square().sum(-1).add(EPSILON).rsqrt()); // as x
  }

  /** Queries and keys are compared as unit vectors. */
  @Override
  public boolean seesMagnitude() {
    return false;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
