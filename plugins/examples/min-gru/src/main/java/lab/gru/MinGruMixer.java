package lab.gru;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * A gated recurrent unit whose gate and candidate do not depend on the state: z = σ(W_z x), h̃ = W_h x and
 * h ← (1 − z) ⊙ h + z ⊙ h̃, then a projection. Feng et al. (2024), arXiv:2410.01201, §3.1.
 */
public record MinGruMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Dim state = Dim.of("state", x.size(-1));
    Tensor gate = scope.linear("gate", x, state).sigmoid(); // [batch, position, state]
    // Where there is padding the gate is shut and the state stays.
    Tensor open = sequence.padding().zero(gate); // [batch, position, state]
    Tensor candidate = scope.linear("candidate", x, state); // [batch, position, state]
    Shape shape = Shape.of(x.dim(0), state);
    boolean decoding = scope.mode().isDecoding();
    Tensor first =
        decoding
            ? scope.previous("hidden", DataType.FLOAT, shape)
            : scope.zeros(shape); // [batch, state]
    Recurrence recurrence =
        Recurrence.along(
            1,
            List.of(open, candidate),
            List.of(first),
            (states, entries) -> {
              Tensor hidden = states.get(0); // [batch, state]
              Tensor change = entries.get(1).subtract(hidden); // [batch, state]
              Tensor next = hidden.add(entries.get(0).multiply(change)); // [batch, state]
              return new Recurrence.Result(List.of(next), List.of(next));
            });
    if (decoding) {
      scope.next("hidden", recurrence.last().get(0));
    }
    Tensor hidden = scope.probe("hidden", recurrence.stacked().get(0)); // [batch, position, state]
    return scope.linear("output", hidden, x.dim(-1)); // [batch, position, d_model]
  }

  /** It goes from the first token to the last: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
