package org.ablate.training.decoding;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Makes tokens less likely that are there already. Keskar et al. (2019), arXiv:1909.05858, §4.1:
 * their logits are divided by a factor. A negative logit is multiplied by it, as dividing would
 * make the token more likely; that is how the authors' successors do it, too.
 *
 * @param factor 1 for none
 */
public record RepetitionPenalty(double factor) {
  public static final RepetitionPenalty NONE = new RepetitionPenalty(1);

  public RepetitionPenalty {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("repetition_penalty must be at least 1, got " + factor);
    }
  }

  /** Changes the logits of tokens that were read or written, each once. */
  void apply(double[] logits, int[] read, int[] written) {
    if (factor == 1) {
      return;
    }
    BitSet there = new BitSet(logits.length);
    Arrays.stream(read).forEach(there::set);
    Arrays.stream(written).forEach(there::set);
    there.stream()
        .filter(token -> token < logits.length)
        .forEach(
            token ->
                logits[token] =
                    logits[token] > 0 ? logits[token] / factor : logits[token] * factor);
  }
}
