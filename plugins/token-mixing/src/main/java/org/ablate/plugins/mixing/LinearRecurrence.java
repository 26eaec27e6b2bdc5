package org.ablate.plugins.mixing;

import java.util.List;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** A recurrence over heads whose state is a matrix from keys to values. */
final class LinearRecurrence {
  private LinearRecurrence() {}

  /** From the state [batch, head, key_dim, head_dim] and the entries of a position to the next. */
  @FunctionalInterface
  interface Step {
    Recurrence.Result apply(Tensor state, List<Tensor> entries);
  }

  /**
   * Goes over all positions.
   *
   * @param inputs the first of which are queries, keys and values: [batch, head, position, d]
   * @return what the steps gave: [batch, head, position, head_dim]
   */
  static Tensor over(Scope scope, List<Tensor> inputs, Padding padding, Step step) {
    Tensor key = inputs.get(1); // [batch, head, position, head_dim]
    Tensor value = inputs.get(2); // [batch, head, position, head_dim]
    Shape state = Shape.of(key.dim(0), key.dim(1), key.dim(-1).renamed("key_dim"), value.dim(-1));
    List<Tensor> byPosition =
        inputs.stream()
            .map(x -> x.transpose(1, 2).rename(1, "position"))
            .toList(); // [batch, position, head, d]
    return Steps.over(
            scope,
            byPosition,
            padding,
            List.of(state),
            (states, entries) -> step.apply(states.get(0), entries))
        .transpose(1, 2); // [batch, head, position, head_dim]
  }

  /** q S: a query [batch, head, key_dim] on a state [batch, head, key_dim, head_dim]. */
  static Tensor read(Tensor query, Tensor state) {
    return query.unsqueeze(-2).matmul(state).squeeze(-2); // [batch, head, head_dim]
  }
}
