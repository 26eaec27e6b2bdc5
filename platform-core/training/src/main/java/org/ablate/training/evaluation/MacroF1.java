package org.ablate.training.evaluation;

import java.util.List;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * The mean over classes of the harmonic mean of precision and recall. A class that is neither
 * expected nor predicted does not count; one that is never predicted right counts 0.
 */
final class MacroF1 {
  private MacroF1() {}

  /**
   * The score of predictions, from 0 to 1.
   *
   * @param expected labels of each example, {@link CrossEntropy#IGNORED} where nothing is asked
   * @param classes how many there are
   */
  static double of(List<int[]> expected, List<int[]> predicted, int classes) {
    long[] right = new long[classes];
    long[] inEither = new long[classes]; // expected and predicted ones together
    for (int example = 0; example < expected.size(); example++) {
      for (int i = 0; i < expected.get(example).length; i++) {
        int label = expected.get(example)[i];
        if (label != CrossEntropy.IGNORED) {
          int prediction = predicted.get(example)[i];
          inEither[label]++;
          inEither[prediction]++;
          right[label] += label == prediction ? 1 : 0;
        }
      }
    }
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < classes; label++) {
      if (inEither[label] > 0) {
        sum += 2.0 * right[label] / inEither[label];
        occurring++;
      }
    }
    return sum / occurring;
  }
}
