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
 * The delta rule: what a key recalls is replaced in part by its value, S_t = S_{t−1} + β_t kᵀ_t
 * (v_t − k_t S_{t−1}), o_t = q_t S_t, with β = σ(x w). Schlag et al. (2021), arXiv:2102.11174, eq.
 * 24; Yang et al. (2024), arXiv:2406.06484, §2.2, of which are the keys and queries silu(·) / ‖·‖.
 * Each head is normalized and projected. It is computed in its recurrent form, without short
 * convolutions.
 *
 * @param epsilon keeps the norm of keys and queries from 0
 */
public record DeltaNetMixer(double epsilon) implements TokenMixer {

  public DeltaNetMixer {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    Tensor query = unit(Heads.project(scope, "query", x, heads, "position")); // [b, h, position, d]
    Tensor key = unit(Heads.project(scope, "key", x, heads, "position")); // [b, h, position, d]
    Tensor value = Heads.project(scope, "value", x, heads, "position"); // [b, h, position, d]
    Tensor beta =
        Heads.split(
            scope.linear("beta", x, Dim.of("betas", heads)).sigmoid(),
            heads,
            "position"); // [batch, head, position, 1]
    Tensor mixed =
        LinearRecurrence.over(
            scope,
            List.of(query, key, value, beta),
            sequence.padding(),
            DeltaNetMixer::step); // [batch, head, position, head_dim]
    Tensor normalized = GatedHeads.normalized(scope, mixed, x); // [batch, position, heads]
    return scope.projection("output", normalized, x.dim(-1)); // [batch, position, d_model]
  }

  private static Recurrence.Result step(Tensor state, List<Tensor> entries) {
    Tensor key = entries.get(1); // [batch, head, key_dim]
    Tensor recalled = LinearRecurrence.read(key, state); // [batch, head, head_dim]
    Tensor change =
        entries.get(2).subtract(recalled).multiply(entries.get(3)); // [batch, head, head_dim]
    Tensor next =
        state.add(
            key.unsqueeze(-1).multiply(change.unsqueeze(-2))); // [batch, head, key_dim, head_dim]
    return new Recurrence.Result(
        List.of(next), List.of(LinearRecurrence.read(entries.get(0), next)));
  }

  private Tensor unit(Tensor x) {
    Tensor activated = x.silu(); // [batch, head, position, head_dim]
    Tensor square = activated.square().sum(-1); // [batch, head, position, 1]
    return activated.multiply(square.add(epsilon).rsqrt()); // [batch, head, position, head_dim]
  }

  /** It writes one position after the other: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
