package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * A simple recurrent network, h_t = tanh(W x_t + U h_{t−1} + b). Elman (1990), "Finding structure
 * in time", Cognitive Science 14(2), figure 2. In both directions it is two of them side by side.
 */
public record RecurrentMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, RecurrentMixer::layer); // [batch, position, d_model]
  }

  private static Tensor layer(Scope scope, Tensor x, Padding padding) {
    Dim state = Dim.of("state", x.size(-1));
    Tensor input = scope.linear("input", x, state); // [batch, position, state]
    Tensor recurrent =
        scope.parameter(
            "recurrent",
            new Initializer.XavierUniform(),
            state.renamed("previous"),
            state); // [previous, state]
    return Steps.over(
        scope,
        List.of(input),
        padding,
        List.of(Shape.of(x.dim(0), state)),
        (states, entries) -> {
          Tensor hidden =
              entries.get(0).add(states.get(0).matmul(recurrent)).tanh(); // [batch, state]
          return new Recurrence.Result(List.of(hidden), List.of(hidden));
        }); // [batch, position, state]
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
