package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Gated linear attention: S_t = diag(α_t) S_{t−1} + k_tᵀ v_t and o_t = q_t S_t, with gates α = σ(x
 * W₁ W₂ + b)^(1/τ) for each number of a key. Yang et al. (2023), arXiv:2312.06635, eq. 3 and §4.4.
 * Each head is normalized, gated and projected. It is computed in its recurrent form.
 *
 * @param gateRank the inner width of the gates' low-rank projection
 * @param temperature τ, by which gates stay near one
 */
public record GatedLinearMixer(int gateRank, double temperature) implements TokenMixer {

  public GatedLinearMixer {
    if (gateRank < 1) {
      throw new IllegalArgumentException("gate_rank must be at least 1, got " + gateRank);
    }
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be greater than 0, got " + temperature);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    Tensor query = Heads.project(scope, "query", x, heads, "position"); // [b, head, position, d]
    Tensor scaled = query.multiply(1 / Math.sqrt(query.size(-1))); // [batch, head, position, d]
    Tensor key = Heads.project(scope, "key", x, heads, "position"); // [batch, head, position, d]
    Tensor value = Heads.project(scope, "value", x, heads, "position"); // [b, head, position, d]
    Tensor low = scope.projection("gate_in", x, Dim.of("rank", gateRank)); // [b, position, rank]
    Tensor logits =
        scope.linear(
            "gate_out", low, Dim.of("gates", x.size(-1) / heads * heads)); // [b, pos, gates]
    Tensor gates =
        Heads.split(
            logits.negate().softplus().multiply(-1 / temperature).exp(),
            heads,
            "position"); // [batch, head, position, head_dim]
    Tensor mixed =
        LinearRecurrence.over(
            scope,
            List.of(scaled, key, value, gates),
            sequence.padding(),
            (state, entries) -> {
              Tensor added =
                  entries
                      .get(1)
                      .unsqueeze(-1)
                      .multiply(entries.get(2).unsqueeze(-2)); // [batch, head, key_dim, head_dim]
              Tensor next = state.multiply(entries.get(3).unsqueeze(-1)).add(added); // as added
              return new Recurrence.Result(
                  List.of(next), List.of(LinearRecurrence.read(entries.get(0), next)));
            }); // [batch, head, position, head_dim]
    return GatedHeads.finish(scope, mixed, x); // [batch, position, d_model]
  }

  /** Gates forget what was before: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
