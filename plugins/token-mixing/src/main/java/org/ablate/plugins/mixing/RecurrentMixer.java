package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * A simple recurrent network: hₜ = tanh(W xₜ + U hₜ₋₁ + b). Elman (1990), "Finding Structure in
 * Time", Cognitive Science 14(2), figure 2, with the hyperbolic tangent. Where tokens see each
 * other in both directions it is two of them side by side. Padding leaves the state as it is.
 */
public record RecurrentMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, RecurrentMixer::layer); // [batch, position, d_model]
  }

  private static Tensor layer(Scope scope, Tensor x, Padding padding) {
    Tensor input = scope.linear("input", x, x.dim(-1)); // [batch, position, d_model]
    return Steps.over(
        scope,
        List.of(input),
        padding,
        List.of(Shape.of(x.dim(0), x.dim(-1))),
        (states, read) -> {
          Tensor h = states.get(0); // [batch, d_model]
          Tensor recalled = scope.projection("hidden", h, h.dim(-1)); // [batch, d_model]
          Tensor next = read.get(0).add(recalled).tanh(); // [batch, d_model]
          return new Recurrence.Result(List.of(next), List.of(next));
        }); // [batch, position, d_model]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
