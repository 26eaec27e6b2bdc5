package org.ablate.training.decoding;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A token is drawn each time, as likely as the model says. The same seed and question give the same
 * answer, whatever is asked beside it.
 *
 * @param temperature what logits are divided by: below 1, likely tokens become more likely still
 * @param truncation which tokens are left out
 * @param penalty what repetitions cost
 */
public record Sampling(
    double temperature, Truncation truncation, RepetitionPenalty penalty, long seed)
    implements Decoding {

  public Sampling {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
    }
  }

  @Override
  public Answer begin(int[] read) {
    SplittableRandom ofSeed = new SplittableRandom(seed);
    SplittableRandom random = new SplittableRandom(ofSeed.nextLong() + Arrays.hashCode(read));
    return new SingleAnswer(read, penalty, logits -> draw(logits, random.nextDouble()));
  }

  /** The token that a number below 1 falls upon. */
  int draw(double[] logits, double number) {
    double[] probabilities = probabilities(logits);
    double below = 0;
    int last = 0;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] > 0) {
        last = token;
        below += probabilities[token];
        if (number < below) {
          return token;
        }
      }
    }
    return last; // the probabilities sum to a little less than 1
  }

  /** How likely it is that each token is drawn. */
  double[] probabilities(double[] logits) {
    double highest = Arrays.stream(logits).max().orElseThrow();
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int token = 0; token < logits.length; token++) {
      probabilities[token] = Math.exp((logits[token] - highest) / temperature);
      sum += probabilities[token];
    }
    for (int token = 0; token < logits.length; token++) {
      probabilities[token] /= sum;
    }
    truncation.apply(probabilities);
    return probabilities;
  }
}
