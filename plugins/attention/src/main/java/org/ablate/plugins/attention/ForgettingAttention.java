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
 * softmax(QKᵀ / √d + D) V with D_ij = log f_{j+1} + … + log f_i, where each token says with f_t =
 * σ(w_f x_t + b_f) how much of what came before it a head keeps. Lin et al. (2025),
 * arXiv:2503.02130, §3, the Forgetting Transformer. Its "Pro" block has norms, a gate and shifts
 * beside it, which are components of their own here.
 */
public record ForgettingAttention() implements Attention {

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return DotProduct.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
  }

  @Override
  public AttentionBias bias(Scope scope, Tensor tokens, int heads, AttentionBias bias) {
    Tensor gate =
        scope
            .linear("forget_gate", tokens, Dim.of("head", heads))
            .transpose(1, 2); // [batch, head, position]
    Tensor logGate = gate.negate().softplus().negate(); // [batch, head, position]
    Tensor all = scope.append("log_forget_gates", logGate, -1); // [batch, head, key]
    Tensor kept = bias.padding().zero(all.unsqueeze(-1)); // [batch, head, key, 1]
    Tensor sum = kept.cumulativeSum(-2); // [batch, head, key, 1]
    Tensor atQuery =
        sum.slice(
            -2,
            sum.dim(-2).extent().minus(tokens.dim(1).extent()),
            tokens.dim(1).renamed("query")); // [batch, head, query, 1]
    return bias.plus(atQuery.subtract(sum.transpose(-2, -1))); // [batch, head, query, key]
  }

  /** Only forwards: to forget is to forget what came before. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.BIDIRECTIONAL, Capability.CROSS));
  }
}
