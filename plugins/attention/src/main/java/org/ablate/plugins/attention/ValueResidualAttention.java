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
 * softmax(QKᵀ / √d) (λ₁V₁ + λ₂V), where V₁ are the values of the first layer. Zhou et al. (2024),
 * arXiv:2410.17897, §3, ResFormer. No layer keeps more for decoding than it did.
 *
 * @param form both λ are a half, or learned from there in each layer
 */
public record ValueResidualAttention(Form form) implements Attention {
  private static final double HALF = 0.5;

  /** Where λ comes from. */
  public enum Form {
    IDENTITY,
    LEARNED
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return DotProduct.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor values(Scope scope, Tensor value, Tensor first) {
    if (first == value) {
      return value; // [batch, key_value_head, key, head_dim]
    }
    return switch (form) {
      case IDENTITY -> first.add(value).multiply(HALF); // [batch, key_value_head, key, head_dim]
      case LEARNED ->
          first
              .multiply(share(scope, "lambda_1"))
              .add(value.multiply(share(scope, "lambda_2"))); // [b, key_value_head, key, head_dim]
    };
  }

  private static Tensor share(Scope scope, String name) {
    return scope.parameter(name, new Initializer.Constant(HALF)); // []
  }

  /** All but cross-attention, which the paper has none of. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CROSS));
  }
}
