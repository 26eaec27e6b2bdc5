package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Forgetting attention: softmax(QKᵀ / √d + D) V with D_ij = Σ log f_l over l from j + 1 to i, where
 * each head forgets by f = σ(x w + b). Lin et al. (2025), arXiv:2503.02130, eq. 4 to 6. It needs no
 * positions.
 *
 * @param startBias what b starts near, in addition to its own 0: f is near one at first
 */
public record ForgettingMixer(double startBias) implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    Tensor query = Heads.project(scope, "query", x, heads, "query"); // [batch, head, query, hd]
    Tensor key =
        scope.append("keys", Heads.project(scope, "key", x, heads, "key"), -2); // [b, h, key, hd]
    Tensor value =
        scope.append("values", Heads.project(scope, "value", x, heads, "key"), -2); // as key
    Tensor gates =
        scope.linear("forget", x, Dim.of("gates", heads)).add(startBias); // [b, position, gates]
    Tensor logs = gates.negate().softplus().negate(); // [batch, position, gates]
    Tensor ofTokens = sequence.padding().zero(logs); // [batch, position, gates]
    Tensor all = scope.append("log_forget", ofTokens, 1).transpose(1, 2); // [batch, head, all]
    Tensor sum = all.cumulativeSum(-1); // [batch, head, all]
    Tensor ofKey = sum.rename(1, "head").rename(-1, "key").unsqueeze(-2); // [batch, head, 1, key]
    Tensor ofQuery =
        sum.rename(1, "head")
            .slice(-1, sum.dim(-1).extent().minus(query.dim(-2).extent()), query.dim(-2))
            .unsqueeze(-1); // [batch, head, query, 1]
    Tensor scores =
        query
            .matmul(key.transpose(-2, -1))
            .multiply(1 / Math.sqrt(query.size(-1))); // [batch, head, query, key]
    Tensor biased = scores.add(ofQuery.subtract(ofKey)); // [batch, head, query, key]
    Tensor mixed =
        SoftmaxHeads.attend(scope, biased, value, sequence); // [batch, head, query, head_dim]
    return scope.linear("output", Heads.merge(mixed, x), x.dim(-1)); // [batch, position, d_model]
  }

  /** What is to come has not been forgotten yet: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }
}
