package org.ablate.plugins.mixing;

import java.util.Optional;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer.Sequence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A recurrent layer in the directions that its tokens may see each other in: forwards, or, where
 * they see both sides, forwards and backwards side by side. Schuster and Paliwal (1997), §II.
 */
final class Directions {
  private Directions() {}

  /** One direction, from the first position to the last. */
  @FunctionalInterface
  interface Layer {
    /**
     * Goes over positions.
     *
     * @param x [batch, position, d_model]
     * @return [batch, position, d_model]
     */
    Tensor apply(Scope scope, Tensor x, Padding padding);
  }

  /**
   * Runs a layer; the states of two directions are projected to the width of one.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  static Tensor run(Scope scope, Tensor x, Sequence sequence, Layer layer) {
    if (sequence.causal()) {
      return layer.apply(scope, x, sequence.padding()); // [batch, position, d_model]
    }
    Tensor forward =
        scope.in(
            "forward", s -> layer.apply(s, x, sequence.padding())); // [batch, position, d_model]
    Tensor backward =
        scope.in(
            "backward",
            s ->
                Steps.reversed(
                    s,
                    layer.apply(
                        s,
                        Steps.reversed(s, x),
                        reversed(s, sequence.padding())))); // [batch, position, d_model]
    return scope.linear(
        "output", Tensor.concat(-1, forward, backward), x.dim(-1)); // [batch, position, d_model]
  }

  private static Padding reversed(Scope scope, Padding padding) {
    Optional<Tensor> tokens =
        padding.tokens().map(t -> Steps.reversed(scope, t)); // [batch, position]
    return new Padding(tokens);
  }
}
