package org.ablate.training.decoding;

/**
 * The most likely token each time; of several, the first.
 *
 * @param penalty what repetitions cost
 */
public record Greedy(RepetitionPenalty penalty) implements Decoding {
  /** Without a penalty. */
  public static final Greedy PLAIN = new Greedy(RepetitionPenalty.NONE);

  @Override
  public Answer begin(int[] read) {
    return new SingleAnswer(read, penalty, Greedy::mostLikely);
  }

  private static int mostLikely(double[] logits) {
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }
}
