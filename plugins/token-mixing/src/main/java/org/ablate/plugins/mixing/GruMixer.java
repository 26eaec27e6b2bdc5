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
 * A gated recurrent unit: hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ tanh(W xₜ + U (r ⊙ hₜ₋₁)), where the update
 * gate z and the reset gate r are σ(W xₜ + U hₜ₋₁), each with matrices of its own. Cho et al.
 * (2014), arXiv:1406.1078, eq. 5 to 8, with the biases that the paper leaves out for readability.
 * Where tokens see each other in both directions it is two of them side by side. Padding leaves the
 * state as it is.
 */
public record GruMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return Directions.run(scope, x, sequence, GruMixer::layer); // [batch, position, d_model]
  }

  private static Tensor layer(Scope scope, Tensor x, Padding padding) {
    Dim width = x.dim(-1);
    Tensor reset = scope.linear("reset", x, width); // [batch, position, d_model]
    Tensor update = scope.linear("update", x, width); // [batch, position, d_model]
    Tensor candidate = scope.linear("candidate", x, width); // [batch, position, d_model]
    return Steps.over(
        scope,
        List.of(reset, update, candidate),
        padding,
        List.of(Shape.of(x.dim(0), width)),
        (states, read) -> {
          Tensor next = next(scope, states.get(0), read); // [batch, d_model]
          return new Recurrence.Result(List.of(next), List.of(next));
        }); // [batch, position, d_model]
  }

  private static Tensor next(Scope scope, Tensor h, List<Tensor> read) {
    Tensor r = sum(scope, "reset_hidden", read.get(0), h).sigmoid(); // [batch, d_model]
    Tensor z = sum(scope, "update_hidden", read.get(1), h).sigmoid(); // [batch, d_model]
    Tensor candidate =
        sum(scope, "candidate_hidden", read.get(2), r.multiply(h)).tanh(); // [batch, d_model]
    Tensor replaced = z.negate().add(1).multiply(candidate); // [batch, d_model]
    return z.multiply(h).add(replaced); // [batch, d_model]
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
