package org.ablate.training.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The F-score of character n-grams of a corpus with one reference. Popović (2015), W15-3049, up to
 * 6-grams, recall counting twice as much as precision, white space left out: the signature {@code
 * nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no} of sacrebleu's chrF2.
 */
final class ChrF {
  private static final int LONGEST = 6;
  private static final double RECALL_WEIGHT = 2 * 2;

  private final long[] matches = new long[LONGEST];
  private final long[] inHypotheses = new long[LONGEST];
  private final long[] inReferences = new long[LONGEST];

  /** The score of hypotheses, from 0 to 100. */
  static double of(List<String> hypotheses, List<String> references) {
    ChrF chrF = new ChrF();
    for (int i = 0; i < hypotheses.size(); i++) {
      int[] hypothesis = WhiteSpace.without(hypotheses.get(i)).codePoints().toArray();
      int[] reference = WhiteSpace.without(references.get(i)).codePoints().toArray();
      for (int n = 1; n <= LONGEST; n++) {
        chrF.add(nGrams(hypothesis, n), nGrams(reference, n), n - 1);
      }
    }
    return chrF.score();
  }

  private void add(Map<String, Integer> hypothesis, Map<String, Integer> reference, int order) {
    inReferences[order] += sum(reference);
    if (!reference.isEmpty()) {
      inHypotheses[order] += sum(hypothesis);
    }
    hypothesis.forEach(
        (nGram, count) -> matches[order] += Math.min(count, reference.getOrDefault(nGram, 0)));
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static Map<String, Integer> nGrams(int[] characters, int n) {
    Map<String, Integer> counts = new HashMap<>();
    for (int from = 0; from + n <= characters.length; from++) {
      counts.merge(new String(characters, from, n), 1, Integer::sum);
    }
    return counts;
  }

  private double score() {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int order = 0; order < LONGEST; order++) {
      if (inHypotheses[order] > 0 && inReferences[order] > 0) {
        precision += (double) matches[order] / inHypotheses[order];
        recall += (double) matches[order] / inReferences[order];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return 100 * (1 + RECALL_WEIGHT) * precision * recall / (RECALL_WEIGHT * precision + recall);
  }
}
