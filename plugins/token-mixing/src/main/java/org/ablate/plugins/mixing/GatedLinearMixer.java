package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Gated linear attention: S_t = diag(α_t) S_{t−1} + k_tᵀ v_t and o_t = q_t S_t, with gates α = σ(x
 * W₁ W₂ + b)^(1/τ) for each number of a key. Yang et al. (2023), arXiv:2312.06635, eq. 3 and §4.4.
 * Each head is normalized, gated and projected. Queries and keys are d_model wide, where the
 * paper's are d_model/2 wide.
 *
 * @param form how it is computed; both give the same
 * @param gateRank the inner width of the gates' low-rank projection
 * @param temperature τ, by which gates stay near one
 */
public record GatedLinearMixer(Form form, int gateRank, double temperature) implements TokenMixer {

  /** How it is computed. */
  public enum Form {
    /**
     * Over all pairs at once, eq. 4 in logarithms; in decoding over those of a call, eq. 6 to 8. It
     * holds a number for each pair of positions and each number of a key: it is for short
     * sequences.
     */
    PARALLEL,
    /** One position after the other, eq. 3. */
    RECURRENT
  }

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
    Tensor logGates =
        Heads.split(
            logits.negate().softplus().multiply(-1 / temperature),
            heads,
            "position"); // [batch, head, position, head_dim]
    Tensor mixed =
        switch (form) {
          case PARALLEL ->
              parallel(scope, scaled, key, value, logGates, sequence.padding()); // as scaled
          case RECURRENT ->
              LinearRecurrence.over(
                  scope,
                  List.of(scaled, key, value, logGates.exp()),
                  sequence.padding(),
                  GatedLinearMixer::step); // [batch, head, position, head_dim]
        };
    return GatedHeads.finish(scope, mixed, x); // [batch, position, d_model]
  }

  private static Recurrence.Result step(Tensor state, List<Tensor> entries) {
    Tensor added =
        entries
            .get(1)
            .unsqueeze(-1)
            .multiply(entries.get(2).unsqueeze(-2)); // [batch, head, key_dim, head_dim]
    Tensor next = state.multiply(entries.get(3).unsqueeze(-1)).add(added); // as added
    return new Recurrence.Result(
        List.of(next), List.of(LinearRecurrence.read(entries.get(0), next)));
  }

  private static Tensor parallel(
      Scope scope, Tensor query, Tensor key, Tensor value, Tensor logGates, Padding padding) {
    Tensor keys = padding.zero(key).rename(-2, "key"); // [batch, head, key, head_dim]
    Tensor values = value.rename(-2, "key"); // [batch, head, key, head_dim]
    Tensor ofTokens = padding.zero(logGates).rename(-2, "key"); // [batch, head, key, head_dim]
    Tensor sum = ofTokens.cumulativeSum(-2); // [batch, head, key, head_dim]
    Tensor left =
        sum.rename(-2, "query")
            .unsqueeze(-2)
            .subtract(sum.unsqueeze(-3))
            .minimum(0)
            .exp(); // [batch, head, query, key, head_dim]
    Tensor queries = query.rename(-2, "query"); // [batch, head, query, head_dim]
    Tensor scores =
        queries
            .unsqueeze(-2)
            .multiply(keys.unsqueeze(-3))
            .multiply(left)
            .sum(-1)
            .squeeze(-1); // [batch, head, query, key]
    Tensor weights = scores.causalMask().where(scores, 0); // [batch, head, query, key]
    Tensor mixed = weights.matmul(values); // [batch, head, query, head_dim]
    return scope.mode().isDecoding()
        ? mixed.add(DecayingMemory.read(scope, queries, keys, values, ofTokens))
        : mixed; // [batch, head, query, head_dim]
  }

  /** Gates forget what was before: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return form == Form.PARALLEL ? Growth.QUADRATIC : Growth.LINEAR;
  }
}
