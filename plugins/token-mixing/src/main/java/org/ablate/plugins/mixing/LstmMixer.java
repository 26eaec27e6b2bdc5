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
 * Long short-term memory: gates i, f, o = σ(W x + U h + b), a candidate g = tanh(W x + U h + b),
 * the cell c ← f ⊙ c + i ⊙ g and the state h = o ⊙ tanh(c). Hochreiter and Schmidhuber (1997),
 * Neural Computation 9(8), with the forget gate of Gers et al. (2000), whose bias starts at 1. In
 * both directions it is two of them side by side.
 */
public record LstmMixer() implements TokenMixer {
  private static final int PARTS = 4;

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, LstmMixer::layer); // [batch, position, d_model]
  }

  private static Tensor layer(Scope scope, Tensor x, Padding padding) {
    long width = x.size(-1);
    Dim state = Dim.of("state", width);
    Dim parts = Dim.of("parts", PARTS * width);
    Tensor input = scope.linear("input", x, parts); // [batch, position, parts]
    Tensor recurrent =
        scope.parameter(
            "recurrent",
            new Initializer.XavierUniform(),
            state.renamed("previous"),
            parts); // [previous, parts]
    Shape shape = Shape.of(x.dim(0), state);
    return Steps.over(
        scope,
        List.of(input),
        padding,
        List.of(shape, shape),
        (states, entries) -> {
          Tensor all = entries.get(0).add(states.get(0).matmul(recurrent)); // [batch, parts]
          Tensor in = part(all, 0, width).sigmoid(); // [batch, state]
          Tensor forget = part(all, 1, width).add(1).sigmoid(); // [batch, state]
          Tensor out = part(all, 2, width).sigmoid(); // [batch, state]
          Tensor candidate = part(all, 3, width).tanh(); // [batch, state]
          Tensor cell =
              forget.multiply(states.get(1)).add(in.multiply(candidate)); // [batch, state]
          Tensor hidden = out.multiply(cell.tanh()); // [batch, state]
          return new Recurrence.Result(List.of(hidden, cell), List.of(hidden));
        }); // [batch, position, state]
  }

  private static Tensor part(Tensor all, int number, long width) {
    return all.slice(-1, number * width, (number + 1) * width)
        .rename(-1, "state"); // [batch, state]
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
