package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(norm(Q) norm(K)ᵀ / √d) V: a norm over each head of queries and keys, before they get
 * positions, bounds the scores. Dehghani et al. (2023), arXiv:2302.05442, §2. The norms have a
 * gain, which all heads of a layer share, and no bias.
 *
 * @param norm which norm it is
 * @param epsilon keeps the variance, or the mean square, from 0
 */
public record QkNormAttention(Norm norm, double epsilon) implements Attention {

  /** What queries and keys are divided by. */
  public enum Norm {
    /** The standard deviation, after the mean is subtracted, as in Dehghani et al. */
    LAYER,
    /** The root of the mean square, as in Qwen3. Yang et al. (2025), arXiv:2505.09388, §2. */
    RMS
  }

  public QkNormAttention {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor queries(Scope scope, Tensor query) {
    return normalized(scope, "query_norm", query); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor keys(Scope scope, Tensor key) {
    return normalized(scope, "key_norm", key); // [batch, head, key, head_dim]
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return DotProduct.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
  }

  private Tensor normalized(Scope scope, String name, Tensor x) {
    Tensor gain = scope.parameter(name, Initializer.ONES, x.dim(-1)); // [head_dim]
    return switch (norm) {
      case LAYER -> x.layerNorm(gain, gain.multiply(0), epsilon); // as x
      case RMS -> x.rmsNorm(gain, epsilon); // as x
    };
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
