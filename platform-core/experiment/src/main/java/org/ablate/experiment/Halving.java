package org.ablate.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Successive halving: variants are trained to a first rung, only the better ones to the next, and
 * so on; few are trained to the end. Jamieson and Talwalkar (2016), arXiv:1502.07943, algorithm 1;
 * asynchronously, Li et al. (2020), arXiv:1810.05934, algorithm 2. The components are the keys
 * under {@code halving} in experiment files.
 *
 * @param factor one of so many variants at a rung goes on to the next, and a rung is so many times
 *     as far as the one before; the η of the papers
 * @param minimumSteps the first rung is at least so far; the r of the papers
 */
public record Halving(int factor, int minimumSteps) {
  static final Halving DEFAULT = new Halving(3, 100);

  public Halving {
    if (factor < 2) {
      throw new IllegalArgumentException("factor must be at least 2, got " + factor);
    }
    if (minimumSteps < 1) {
      throw new IllegalArgumentException("minimum_steps must be at least 1, got " + minimumSteps);
    }
  }

  /**
   * The rungs: after how many steps models are compared, in rising order. The last is the end of
   * the training; from there they go down by the factor, each at the nearest step at which models
   * are evaluated, so that halving trains every model just as it would be trained without.
   *
   * @param steps how many steps a run has
   * @param evaluateEvery after how many of them the model is evaluated
   */
  public List<Integer> rungs(int steps, int evaluateEvery) {
    List<Integer> rungs = new ArrayList<>(List.of(steps));
    for (double at = (double) steps / factor; at >= minimumSteps; at /= factor) {
      int rung = (int) Math.max(1, Math.rint(at / evaluateEvery)) * evaluateEvery;
      if (rung >= rungs.get(rungs.size() - 1)) {
        break;
      }
      rungs.add(rung);
    }
    Collections.reverse(rungs);
    return List.copyOf(rungs);
  }

  /** How many of the variants that reach a rung go on if their results come in in any order. */
  public int mostPromoted(int atRung) {
    return Math.max(0, atRung - factor + 1);
  }

  /** How many variants it takes so that one is sure to be trained to the end. */
  public long fewestVariants(int rungs) {
    long fewest = 1;
    for (int rung = 1; rung < rungs; rung++) {
      fewest *= factor;
    }
    return fewest;
  }
}
