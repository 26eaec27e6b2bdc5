package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Retention: (QKᵀ ⊙ D) V with D_ij = γ^(i − j) for j ≤ i, where each head has its own γ = 1 − 2^(−5
 * − h), and queries and keys are rotated. Sun et al. (2023), arXiv:2307.08621, eq. 5 to 8. Each
 * head is normalized, gated and projected. Decoding is its chunked form: S ← γⁿ S + Σ γ^(n − j)
 * kᵀv.
 *
 * @param form how a whole sequence is computed; both give the same
 */
public record RetentionMixer(Form form) implements TokenMixer {
  private static final int FIRST_EXPONENT = 5;

  /** How a whole sequence is computed. */
  public enum Form {
    /** Over all pairs at once, eq. 5. */
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
          case PARALLEL -> parallel(scope, scaled, key, value, place); // [b, h, query, head_dim]
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
      Scope scope, Tensor query, Tensor key, Tensor value, Tensor place) {
    Tensor logDecay = logDecay(scope, query); // [head, 1, 1]
    Tensor at = place.toFloat().unsqueeze(1); // [batch or 1, 1, position]
    Tensor distance =
        at.rename(-1, "query")
            .unsqueeze(-1)
            .subtract(at.rename(-1, "key").unsqueeze(-2))
            .maximum(0); // [batch or 1, 1, query, key]
    Tensor decay = distance.multiply(logDecay).exp(); // [batch or 1, head, query, key]
    Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(decay); // [b, h, query, key]
    Tensor retained = scores.causalMask().where(scores, 0); // [batch, head, query, key]
    Tensor mixed = retained.matmul(value); // [batch, head, query, head_dim]
    if (!scope.mode().isDecoding()) {
      return mixed;
    }
    Tensor position = at.transpose(-2, -1).unsqueeze(1); // [batch or 1, 1, position, 1]
    Tensor before = scope.previous("last", DataType.FLOAT, lastShape(query)); // [batch, 1, 1, 1]
    Tensor state =
        scope.previous("state", DataType.FLOAT, stateShape(query)); // [batch, head, hd, hd]
    Tensor last = position.max(-2).maximum(before); // [batch, 1, 1, 1]
    Tensor ofState =
        position.subtract(before).multiply(logDecay).exp().rename(-2, "query"); // [b, h, query, 1]
    Tensor ofKeys =
        last.subtract(position).multiply(logDecay).exp().rename(-2, "key"); // [b, h, key, 1]
    Tensor added = key.multiply(ofKeys).transpose(-2, -1).matmul(value); // [b, h, hd, hd]
    Tensor kept = last.subtract(before).multiply(logDecay).exp(); // [batch, head, 1, 1]
    scope.next("state", state.multiply(kept).add(added));
    scope.next("last", last);
    return mixed.add(query.multiply(ofState).matmul(state)); // [batch, head, query, head_dim]
  }

  private static Shape lastShape(Tensor query) {
    return Shape.of(query.dim(0), Dim.one(), Dim.one(), Dim.one());
  }

  private static Shape stateShape(Tensor query) {
    return Shape.of(query.dim(0), query.dim(1), query.dim(3).renamed("key_dim"), query.dim(3));
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
