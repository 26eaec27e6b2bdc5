package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Queries and keys rotated by an angle that grows with the position, so that their product depends
 * on the distance alone. Su et al. (2021), arXiv:2104.09864, §3.2.2, eq. 34.
 *
 * @param base the longest wavelength over 2π
 * @param layout which entries of a head are rotated together
 * @param fraction of a head's entries that are rotated, the first ones, down to an even number; the
 *     others are left as they are (Black et al. (2022), arXiv:2204.06745, §2.1)
 * @param scaling how the angles are changed for sequences longer than those of training: by the
 *     method none, position-interpolation, ntk, dynamic-ntk or yarn, for sequences up to a factor
 *     times as long as the trained length; yarn leaves pairs that turn more than fast times within
 *     it and divides the angles of those that turn less than slow times. Where the published
 *     dynamic-ntk rotates all queries and keys by the length of the whole sequence, this one
 *     rotates each by the length up to it, so that decoding gives what the full pass gives; the
 *     price is that past the trained length a product depends on where its two tokens stand, as
 *     they are rotated with different bases: with trained_length 512, factor 2 and head_dim 64 the
 *     pair of lowest frequency turns by −0.0017 from position 923 to 1023 in place of 0.0044
 */
public record Rotary(double base, Layout layout, double fraction, RotaryScaling scaling)
    implements PositionalEncoding {

  /** Which entries of a head are rotated together. */
  public enum Layout {
    /** Entry i and entry i + d/2, as in GPT-NeoX and Llama. */
    HALF_SPLIT,
    /** Neighbours, as the paper writes it. */
    INTERLEAVED
  }

  public Rotary {
    if (!(base > 1)) {
      throw new IllegalArgumentException("base must be greater than 1, got " + base);
    }
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in (0, 1], got " + fraction);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.QUERIES_AND_KEYS);
  }

  @Override
  public boolean isRelative() {
    return scaling.isRelative();
  }

  /** YaRN alone multiplies scores, for longer sequences than those of training. */
  @Override
  public boolean keepsMagnitude() {
    return scaling.attentionFactor() == 1;
  }

  @Override
  public Tensor encodeQueryOrKey(Scope scope, Tensor x, Tensor positions) {
    long headDim = x.size(-1);
    long rotated =
        fraction == 1
            ? Rotation.requireEven("rotary", headDim)
            : 2 * (long) (fraction * headDim / 2);
    if (rotated == 0) {
      throw new IllegalArgumentException(
          "rotary positions need a pair to rotate, but fraction %s of head_dim = %d has none"
              .formatted(fraction, headDim));
    }
    Tensor angle = scaling.angle(scope, base, rotated, positions); // [batch or 1, 1, pos, pair]
    if (rotated == headDim) {
      return scaled(Rotation.turned(x, layout, angle)); // [batch, head, position, head_dim]
    }
    Tensor turned = Rotation.turned(x.slice(-1, 0, rotated), layout, angle); // [..., rotated]
    Tensor rest = x.slice(-1, rotated, headDim); // [batch, head, position, rest]
    return scaled(Tensor.concat(-1, turned, rest)); // [batch, head, position, head_dim]
  }

  /** Queries and keys times the root of what scores are to be multiplied by. */
  private Tensor scaled(Tensor x) {
    double factor = scaling.attentionFactor();
    return factor == 1 ? x : x.multiply(factor); // [batch, head, position, head_dim]
  }
}
