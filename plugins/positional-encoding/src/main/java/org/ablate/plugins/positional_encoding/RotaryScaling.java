package org.ablate.plugins.positional_encoding;

import java.util.Arrays;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * How the angles of rotary positions are changed so that sequences longer than those of training
 * are understood. The frequencies θᵢ = base^(−2i/d) of pairs i in [0, d/2) become:
 *
 * @param method what becomes of them
 * @param factor s, how many times as long sequences may be
 * @param trainedLength L, how long sequences are in training; dynamic NTK and YaRN look at it
 * @param fast β, the turns within L from which on YaRN leaves a frequency as it is
 * @param slow α, the turns within L down from which YaRN divides a frequency by s
 */
public record RotaryScaling(
    Method method, double factor, int trainedLength, double fast, double slow) {

  /** What becomes of the frequencies. */
  public enum Method {
    /** θᵢ. */
    NONE,
    /** θᵢ / s. Chen et al. (2023), arXiv:2306.15595, eq. 4. */
    POSITION_INTERPOLATION,
    /**
     * NTK-aware: the base is multiplied by s^(d/(d−2)), so that the lowest frequency is divided by
     * s and the highest stays. Peng et al. (2023), arXiv:2309.00071, §3.1, Definition 1.
     */
    NTK,
    /**
     * NTK-aware with max(1, s l/L − (s − 1)) in place of s, where l is the length. That is how the
     * community's code and Hugging Face's scale; Peng et al. (2023), §3.3, have max(1, l/L), as it
     * is here for s = 1.
     *
     * <p>Both rotate all queries and keys of a pass by the length of the whole sequence. Here the
     * length at a token is that of the sequence up to it: it does not depend on what comes later,
     * and decoding gives what the full pass gives. The price is that past L two tokens are rotated
     * with different bases, so that their product depends on where they stand, and its angle may
     * even change its sign: for L = 512, d = 64 and s = 2 the pair of lowest frequency turns by
     * −0.0017 from position 923 to 1023, where the published method turns it by 0.0044.
     */
    DYNAMIC_NTK,
    /**
     * By parts: frequencies that turn often within L stay, those that hardly turn are divided by s,
     * with a ramp between; and scores are multiplied by (0.1 ln s + 1)². Peng et al. (2023), §3.2
     * and §3.4, Definitions 2 and 3.
     */
    YARN
  }

  /** No scaling, and the paper's constants for YaRN. */
  public static final RotaryScaling NONE = new RotaryScaling(Method.NONE, 1, 512, 32, 1);

  public RotaryScaling {
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("factor must be at least 1, got " + factor);
    }
    if (trainedLength < 1) {
      throw new IllegalArgumentException("trained_length must be at least 1, got " + trainedLength);
    }
    if (!(slow > 0 && slow < fast)) {
      throw new IllegalArgumentException(
          "slow must be greater than 0 and less than fast = %s, got %s".formatted(fast, slow));
    }
  }

  boolean isRelative() {
    return method != Method.DYNAMIC_NTK;
  }

  /** What queries and keys are multiplied by. */
  double attentionFactor() {
    return method == Method.YARN ? 0.1 * Math.log(factor) + 1 : 1;
  }

  /**
   * The angle by which each pair is turned.
   *
   * @param width d, how many entries are rotated
   * @param positions integers [batch or 1, position]
   * @return [batch or 1, 1, position, pair]
   */
  Tensor angle(Scope scope, double base, long width, Tensor positions) {
    double[] plain = Frequencies.of(base, width);
    Dim pair = Dim.of("pair", plain.length);
    Tensor position = positions.toFloat().unsqueeze(1).unsqueeze(-1); // [batch or 1, 1, pos, 1]
    if (method != Method.DYNAMIC_NTK) {
      return position.multiply(scope.constant(scaled(plain), pair)); // [batch or 1, 1, pos, pair]
    }
    Tensor stretch =
        position
            .add(1) // the length so far
            .multiply(factor / trainedLength)
            .subtract(factor - 1)
            .maximum(1); // [batch or 1, 1, position, 1]
    Tensor exponents = scope.constant(ntkExponents(plain.length), pair); // [pair]
    Tensor shrinking = stretch.log().multiply(exponents).negate().exp(); // [b, 1, pos, pair]
    return position
        .multiply(scope.constant(plain, pair))
        .multiply(shrinking); // [batch or 1, 1, position, pair]
  }

  private double[] scaled(double[] plain) {
    double[] scaled = new double[plain.length];
    double[] exponents = ntkExponents(plain.length);
    Arrays.setAll(
        scaled,
        i ->
            switch (method) {
              case NONE, DYNAMIC_NTK -> plain[i];
              case POSITION_INTERPOLATION -> plain[i] / factor;
              case NTK -> plain[i] / Math.pow(factor, exponents[i]);
              case YARN -> byParts(plain[i]);
            });
    return scaled;
  }

  /** base' = base s^(d/(d−2)) makes θᵢ s^(−2i/(d−2)) of θᵢ: these exponents, without the sign. */
  private static double[] ntkExponents(int pairs) {
    double[] exponents = new double[pairs];
    Arrays.setAll(exponents, i -> pairs == 1 ? 0 : (double) i / (pairs - 1));
    return exponents;
  }

  /** (1 − γ) θ / s + γ θ, where γ ramps from 0 to 1 with the turns within the trained length. */
  private double byParts(double frequency) {
    double turns = trainedLength * frequency / (2 * Math.PI);
    double ramp = Math.max(0, Math.min(1, (turns - slow) / (fast - slow)));
    return (1 - ramp) * frequency / factor + ramp * frequency;
  }
}
