package org.ablate.plugins.mixing;

import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.Padding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** A recurrence over tokens, which stands still where there is padding. */
final class Steps {
  private Steps() {}

  /**
   * Goes over all positions; in decoding it goes on from the states that earlier calls left.
   *
   * @param inputs what each step sees an entry of: [batch, position, ...]
   * @param states the shapes of the states: [batch, ...]
   * @param step from the states and the entries to the next states and one tensor given
   * @return what the steps gave: [batch, position, ...]
   */
  static Tensor over(
      Scope scope, List<Tensor> inputs, Padding padding, List<Shape> states, Recurrence.Step step) {
    List<Tensor> first = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Shape shape = states.get(i);
      first.add(
          scope.mode().isDecoding()
              ? scope.previous("state_" + i, DataType.FLOAT, shape)
              : scope.zeros(shape)); // [batch, ...]
    }
    Recurrence recurrence = run(inputs, padding, first, step);
    if (scope.mode().isDecoding()) {
      for (int i = 0; i < states.size(); i++) {
        scope.next("state_" + i, recurrence.last().get(i));
      }
    }
    return recurrence.stacked().get(0); // [batch, position, ...]
  }

  private static Recurrence run(
      List<Tensor> inputs, Padding padding, List<Tensor> first, Recurrence.Step step) {
    if (padding.tokens().isEmpty()) {
      return Recurrence.along(1, inputs, first, step);
    }
    List<Tensor> withTokens = new ArrayList<>(inputs);
    withTokens.add(padding.tokens().get()); // [batch, position]
    return Recurrence.along(
        1,
        withTokens,
        first,
        (states, entries) -> {
          Tensor isToken = entries.get(inputs.size()); // [batch]
          Recurrence.Result result = step.apply(states, entries.subList(0, inputs.size()));
          List<Tensor> kept = new ArrayList<>();
          for (int i = 0; i < states.size(); i++) {
            Tensor next = result.states().get(i); // [batch, ...]
            kept.add(alike(isToken, next).where(next, states.get(i))); // [batch, ...]
          }
          return new Recurrence.Result(kept, result.given());
        });
  }

  private static Tensor alike(Tensor isToken, Tensor state) {
    Tensor mask = isToken; // [batch]
    while (mask.rank() < state.rank()) {
      mask = mask.unsqueeze(-1); // [batch, 1, ...]
    }
    return mask;
  }

  /** The positions in the opposite order: [batch, position, ...]. */
  static Tensor reversed(Scope scope, Tensor x) {
    Tensor last = scope.extent(x.dim(1)).subtract(1); // []
    Tensor order = last.subtract(scope.range(x.dim(1))); // [position]
    return x.transpose(0, 1).take(order).transpose(0, 1); // [batch, position, ...]
  }
}
