package org.ablate.plugins.positional_encoding;

import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Positions that are drawn in training: as many as a sequence is long, without replacement, from a
 * range that is longer than any sequence, and sorted, so that the numbers of long sequences have
 * been seen. Ruoss et al. (2023), arXiv:2305.16843, §3. One draw serves all layers and sequences of
 * a step. Outside of training tokens stand a fixed stride apart, where the paper draws too: a
 * token's place is then the same in decoding as in a full pass, and no result depends on chance.
 *
 * @param encoding which encoding is told of these positions
 * @param range from how many positions those of a sequence are drawn
 * @param stride how far apart tokens stand outside of training; about the range over the length of
 *     training's sequences is what was seen
 */
public record Randomized(Encoding encoding, int range, int stride) implements PositionalEncoding {

  /** What is told of the positions, each with its own defaults. */
  public enum Encoding {
    SINUSOIDAL,
    LEARNED,
    ROTARY,
    ALIBI
  }

  /** The base of both papers that have one. */
  private static final double BASE = 10_000;

  public Randomized {
    if (range < 1) {
      throw new IllegalArgumentException("range must be at least 1, got " + range);
    }
    if (stride < 1 || stride > range) {
      throw new IllegalArgumentException(
          "stride must be between 1 and the range, %d, got %d".formatted(range, stride));
    }
  }

  @Override
  public Set<Place> places() {
    return encoded().places();
  }

  /** A longer sequence would run out of the range. */
  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(range / stride);
  }

  @Override
  public Positions place(Scope scope, Positions counted) {
    if (scope.mode() != Mode.TRAINING) {
      return new Positions(
          counted.query().multiply(stride), counted.key().multiply(stride), counted.causal());
    }
    Tensor drawn = drawn(scope, counted.key().dim(-1)); // [position]
    return new Positions(drawn.take(counted.query()), drawn.take(counted.key()), counted.causal());
  }

  /** Some positions of the range, in order: those whose random numbers are the largest. */
  private Tensor drawn(Scope scope, Dim position) {
    Tensor numbers = scope.uniform("places", Shape.of(Dim.of("range", range))); // [range]
    Tensor chosen = numbers.topK(position, 0); // [position]
    Tensor order = chosen.toFloat().negate().topK(position, 0); // [position]
    return chosen.take(order); // [position]
  }

  @Override
  public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    return encoded().encodeEmbeddings(scope, embeddings, positions); // [batch, position, d_model]
  }

  @Override
  public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
    return encoded().encodeQueryOrKey(scope, queryOrKey, positions); // [b, head, pos, head_dim]
  }

  @Override
  public boolean keepsMagnitude() {
    return encoded().keepsMagnitude();
  }

  @Override
  public boolean isScaledWithEmbeddings() {
    return encoded().isScaledWithEmbeddings();
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    return encoded().scoreBias(scope, query, key, positions); // [batch or 1, head, query, key]
  }

  private PositionalEncoding encoded() {
    return switch (encoding) {
      case SINUSOIDAL -> new Sinusoidal(BASE, Sinusoidal.Layout.INTERLEAVED);
      case LEARNED -> new Learned(range);
      case ROTARY -> new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 1, RotaryScaling.NONE);
      case ALIBI -> new Alibi(Alibi.Distance.SYMMETRIC, false);
    };
  }
}
