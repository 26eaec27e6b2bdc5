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
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Long short-term memory: cₜ = f ⊙ cₜ₋₁ + i ⊙ g and hₜ = o ⊙ tanh(cₜ), where the gates i, f and o
 * are σ(W xₜ + U hₜ₋₁ + b) and g is tanh(W xₜ + U hₜ₋₁ + b), each with matrices of its own.
 * Hochreiter and Schmidhuber (1997), Neural Computation 9(8), §4, with the forget gate of Gers et
 * al. (2000), Neural Computation 12(10), §3. Where tokens see each other in both directions it is
 * two of them side by side. Padding leaves the states as they are.
 *
 * @param forgetBias what is added to the forget gate before σ, so that memory is kept at first; 1
 *     is what Jozefowicz et al. (2015), "An Empirical Exploration of Recurrent Network
 *     Architectures", find to be best
 */
public record LstmMixer(double forgetBias) implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, this::layer); // [batch, position, d_model]
  }

  private Tensor layer(Scope scope, Tensor x, Padding padding) {
    Dim width = x.dim(-1);
    Tensor input = scope.linear("input", x, width); // [batch, position, d_model]
    Tensor forget = scope.linear("forget", x, width).add(forgetBias); // [batch, position, d_model]
    Tensor output = scope.linear("output", x, width); // [batch, position, d_model]
    Tensor candidate = scope.linear("candidate", x, width); // [batch, position, d_model]
    Shape state = Shape.of(x.dim(0), width);
    return Steps.over(
        scope,
        List.of(input, forget, output, candidate),
        padding,
        List.of(state, state),
        (states, read) -> next(scope, states.get(0), states.get(1), read)); // [b, pos., d_model]
  }

  private static Recurrence.Result next(Scope scope, Tensor h, Tensor c, List<Tensor> read) {
    Tensor i = sum(scope, "input_hidden", read.get(0), h).sigmoid(); // [batch, d_model]
    Tensor f = sum(scope, "forget_hidden", read.get(1), h).sigmoid(); // [batch, d_model]
    Tensor o = sum(scope, "output_hidden", read.get(2), h).sigmoid(); // [batch, d_model]
    Tensor g = sum(scope, "candidate_hidden", read.get(3), h).tanh(); // [batch, d_model]
    Tensor memory = f.multiply(c).add(i.multiply(g)); // [batch, d_model]
    Tensor hidden = o.multiply(memory.tanh()); // [batch, d_model]
    return new Recurrence.Result(List.of(hidden, memory), List.of(hidden));
  }

  private static Tensor sum(Scope scope, String name, Tensor read, Tensor h) {
    return read.add(scope.projection(name, h, h.dim(-1))); // [batch, d_model]
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
