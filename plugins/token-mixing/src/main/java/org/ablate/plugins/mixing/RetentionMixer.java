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
 * Retention: (QKᵀ ⊙ D) V with D_ij = γ^(i − j) for j ≤ i, where each head has its own γ = 1 − 2^(−5
 * − h), and queries and keys are rotated. Sun et al. (2023), arXiv:2307.08621, eq. 5 to 8. Each
 * head is normalized, gated and projected. Values and gate are d_model wide, where the paper's are
 * 2 d_model wide; its normalizations of D and of scores are left out, as they make no difference
 * after the norm of each head but for its epsilon.
 *
 * @param form how it is computed; both give the same
 */
public record RetentionMixer(Form form) implements TokenMixer {
  private static final int FIRST_EXPONENT = 5;

  /** How it is computed. */
  public enum Form {
    /** Over all pairs at once, eq. 5; in decoding over those of a call, eq. 7. */
    PARALLEL,
    /** One position after the other, eq. 6. */
    RECURRENT
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    Padding padding = sequence.padding();
    Tensor place = Places.of(scope, x, padding); // [batch or 1, position]
    Tensor query =
        Rotation.of(
            scope, Heads.project(scope, "query", x, heads, "query"), place); // [b, h, query, d]
    Tensor scaled = query.multiply(1 / Math.sqrt(query.size(-1))); // [batch, head, query, d]
    Tensor rotated =
        Rotation.of(scope, Heads.project(scope, "key", x, heads, "key"), place); // [b, h, key, d]
    Tensor key = padding.zero(rotated); // [batch, head, key, head_dim]
    Tensor value = Heads.project(scope, "value", x, heads, "key"); // [batch, head, key, head_dim]
    Tensor mixed =
        switch (form) {
          case PARALLEL -> parallel(scope, scaled, key, value, padding); // [b, h, query, head_dim]
          case RECURRENT -> recurrent(scope, scaled, key, value, padding); // as parallel
        };
    return GatedHeads.finish(scope, mixed, x); // [batch, position, d_model]
  }

  /** log γ of each head: [head, 1, 1]. */
  private static Tensor logDecay(Scope scope, Tensor query) {
    int heads = Math.toIntExact(query.size(1));
    double[] logs = new double[heads];
    for (int h = 0; h < heads; h++) {
      logs[h] = Math.log1p(-Math.pow(2, -FIRST_EXPONENT - h));
    }
    return scope.constant(logs, query.dim(1), Dim.one(), Dim.one()); // [head, 1, 1]
  }

  private static Tensor parallel(
      Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor ofHead = logDecay(scope, query); // [head, 1, 1]
    Tensor logDecay =
        padding.zero(ofHead.broadcastTo(key.shape().with(-1, Dim.one()))); // [batch, head, key, 1]
    Tensor sum = logDecay.cumulativeSum(-2); // [batch, head, key, 1]
    Tensor decay =
        sum.rename(-2, "query")
            .subtract(sum.transpose(-2, -1))
            .minimum(0)
            .exp(); // [batch, head, query, key]
    Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(decay); // [b, h, query, key]
    Tensor retained = scores.causalMask().where(scores, 0); // [batch, head, query, key]
    Tensor mixed = retained.matmul(value); // [batch, head, query, head_dim]
    return scope.mode().isDecoding()
        ? mixed.add(DecayingMemory.read(scope, query, key, value, logDecay))
        : mixed; // [batch, head, query, head_dim]
  }

  private static Tensor recurrent(
      Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor decay = logDecay(scope, query).exp(); // [head, 1, 1]
    return LinearRecurrence.over(
        scope,
        List.of(query, key, value),
        padding,
        (state, entries) -> {
          Tensor added =
              entries.get(1).unsqueeze(-1).multiply(entries.get(2).unsqueeze(-2)); // [b, h, d, d]
          Tensor next = state.multiply(decay).add(added); // [batch, head, key_dim, head_dim]
          return new Recurrence.Result(
              List.of(next), List.of(LinearRecurrence.read(entries.get(0), next)));
        }); // [batch, head, position, head_dim]
  }

  /** What is to come has no decay: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return form == Form.PARALLEL ? Growth.QUADRATIC : Growth.LINEAR;
  }
}
