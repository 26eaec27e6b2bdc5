package org.ablate.training.decoding;

/**
 * Goes on with the most likely beginnings, several at once, and gives the answer of the highest
 * log-probability divided by a penalty of its length. Wu et al. (2016), arXiv:1609.08144, eq. 14,
 * without its coverage penalty.
 *
 * <p>A beginning that is continued by the end token, and is among the best when it is, is an
 * answer; after as many answers as the beam is wide, the search ends. Answers are preferred to
 * beginnings that were cut off.
 *
 * @param width how many beginnings are kept; 1 writes what {@link Greedy} writes
 * @param lengthPenalty the α of the penalty: 0 prefers short answers, larger ones longer answers
 * @param penalty what repetitions cost
 */
public record BeamSearch(int width, double lengthPenalty, RepetitionPenalty penalty)
    implements Decoding {

  public BeamSearch {
    if (width < 1) {
      throw new IllegalArgumentException("beam must be at least 1, got " + width);
    }
    if (!(lengthPenalty >= 0 && lengthPenalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("length_penalty must be at least 0, got " + lengthPenalty);
    }
  }

  @Override
  public Answer begin(int[] read) {
    return new Beam(this, read);
  }

  /** log P(Y) / lp(Y), where lp(Y) = (5 + |Y|)^α / (5 + 1)^α and |Y| counts the end token. */
  double score(double logProbability, int length) {
    return logProbability / Math.pow((5.0 + length) / (5 + 1), lengthPenalty);
  }
}
