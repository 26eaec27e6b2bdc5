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
 * A gated recurrent unit: r = σ(W_r x + U_r h), z = σ(W_z x + U_z h), h̃ = tanh(W x + U (r ⊙ h)),
 * and the next state z ⊙ h + (1 − z) ⊙ h̃. Cho et al. (2014), arXiv:1406.1078, eq. 5 to 8. In both
 * directions it is two of them side by side.
 */
public record GruMixer() implements TokenMixer {
  private static final int GATES = 2;

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, GruMixer::layer); // [batch, position, d_model]
  }

  private static Tensor layer(Scope scope, Tensor x, Padding padding) {
    long width = x.size(-1);
    Dim state = Dim.of("state", width);
    Dim gates = Dim.of("gates", GATES * width);
    Tensor gateInput = scope.linear("gate_input", x, gates); // [batch, position, gates]
    Tensor candidateInput = scope.linear("candidate_input", x, state); // [batch, position, state]
    Tensor gateRecurrent =
        scope.parameter(
            "gate_recurrent",
            new Initializer.XavierUniform(),
            state.renamed("previous"),
            gates); // [previous, gates]
    Tensor candidateRecurrent =
        scope.parameter(
            "candidate_recurrent",
            new Initializer.XavierUniform(),
            state.renamed("previous"),
            state); // [previous, state]
    return Steps.over(
        scope,
        List.of(gateInput, candidateInput),
        padding,
        List.of(Shape.of(x.dim(0), state)),
        (states, entries) -> {
          Tensor before = states.get(0); // [batch, state]
          Tensor both =
              entries.get(0).add(before.matmul(gateRecurrent)).sigmoid(); // [batch, gates]
          Tensor reset = both.slice(-1, 0, width).rename(-1, "state"); // [batch, state]
          Tensor update = both.slice(-1, width, 2 * width).rename(-1, "state"); // [batch, state]
          Tensor candidate =
              entries
                  .get(1)
                  .add(reset.multiply(before).matmul(candidateRecurrent))
                  .tanh(); // [batch, state]
          Tensor next =
              candidate.add(update.multiply(before.subtract(candidate))); // [batch, state]
          return new Recurrence.Result(List.of(next), List.of(next));
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
