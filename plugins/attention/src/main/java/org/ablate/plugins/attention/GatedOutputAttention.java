package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(QKᵀ / √d) V ⊙ σ(XW): each query's token says how much of what its heads found goes on.
 * Qiu et al. (2025), arXiv:2505.06708, eq. 5, gate G1.
 *
 * @param form one gate for each number, which is the paper's best, or one for each head
 */
public record GatedOutputAttention(Form form) implements Attention {

  /** What has a gate of its own. */
  public enum Form {
    ELEMENTWISE,
    HEADWISE
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return DotProduct.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor output(Scope scope, Tensor mixed, Tensor tokens) {
    return mixed.multiply(
        gate(scope, mixed, tokens).sigmoid()); // [batch, head, position, head_dim]
  }

  private Tensor gate(Scope scope, Tensor mixed, Tensor tokens) {
    return switch (form) {
      case ELEMENTWISE -> Gate.of(scope, tokens, mixed.dim(1), mixed.dim(-1)); // as mixed
      case HEADWISE ->
          Gate.of(scope, tokens, mixed.dim(1), Dim.one()); // [batch, head, position, 1]
    };
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
