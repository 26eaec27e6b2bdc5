package org.ablate.plugins.mixing;

import java.util.List;
import java.util.stream.IntStream;
import org.ablate.plugin.TokenMixer.Sequence;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** The few tokens around each token, for what mixes only those. */
final class Neighbours {
  private Neighbours() {}

  /**
   * Of so many neighbouring tokens the first, the second, and so on, for each token: the last of
   * them is the token itself where the sequence is causal, otherwise it is in the middle, the later
   * one of two. Zeros where there is no token.
   *
   * @param x [batch, position, d]
   * @return each [batch, position, d]
   */
  static List<Tensor> of(Scope scope, Tensor x, int size, Sequence sequence) {
    Tensor tokens = sequence.padding().zero(x); // [batch, position, d]
    if (size == 1) {
      return List.of(tokens);
    }
    int before = size / 2;
    Tensor all =
        sequence.causal()
            ? afterEarlier(scope, tokens, size - 1)
            : tokens.pad(1, before, size - 1L - before); // [batch, position + size - 1, d]
    return IntStream.range(0, size)
        .mapToObj(i -> all.slice(1, Polynomial.of(i), x.dim(1))) // [batch, position, d]
        .toList();
  }

  /** After as many positions as are given, zeros before the first: [batch, count + position, d]. */
  private static Tensor afterEarlier(Scope scope, Tensor x, int count) {
    Dim earlier = Dim.of("earlier", count);
    Shape shape = x.shape().with(1, earlier); // [batch, earlier, d]
    if (!scope.mode().isDecoding()) {
      return Tensor.concat(1, scope.zeros(shape), x); // [batch, count + position, d]
    }
    Tensor previous = scope.previous("earlier", DataType.FLOAT, shape); // [batch, earlier, d]
    Tensor all = Tensor.concat(1, previous, x); // [batch, count + position, d]
    scope.next("earlier", all.slice(1, x.dim(1).extent(), earlier));
    return all;
  }
}
