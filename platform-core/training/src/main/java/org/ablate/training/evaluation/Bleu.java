package org.ablate.training.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * BLEU of a corpus with one reference. Papineni et al. (2002), P02-1040, up to 4-grams, as Post
 * (2018), arXiv:1804.08771, made it comparable: the signature {@code
 * nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp} of sacrebleu.
 */
final class Bleu {
  private static final int LONGEST = 4;

  private final long[] matches = new long[LONGEST];
  private final long[] totals = new long[LONGEST];
  private long hypothesisLength;
  private long referenceLength;

  /** The score of hypotheses, from 0 to 100. */
  static double of(List<String> hypotheses, List<String> references) {
    Bleu bleu = new Bleu();
    for (int i = 0; i < hypotheses.size(); i++) {
      bleu.add(Tokens13a.of(hypotheses.get(i)), Tokens13a.of(references.get(i)));
    }
    return bleu.score();
  }

  private void add(List<String> hypothesis, List<String> reference) {
    hypothesisLength += hypothesis.size();
    referenceLength += reference.size();
    for (int n = 1; n <= LONGEST; n++) {
      Map<List<String>, Integer> wanted = nGrams(reference, n);
      for (Map.Entry<List<String>, Integer> found : nGrams(hypothesis, n).entrySet()) {
        totals[n - 1] += found.getValue();
        matches[n - 1] += Math.min(found.getValue(), wanted.getOrDefault(found.getKey(), 0));
      }
    }
  }

  private static Map<List<String>, Integer> nGrams(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int from = 0; from + n <= tokens.size(); from++) {
      counts.merge(tokens.subList(from, from + n), 1, Integer::sum);
    }
    return counts;
  }

  private double score() {
    if (matches[0] == 0) {
      return 0; // then there are no longer matches either
    }
    double logPrecisions = 0;
    double smoothing = 1;
    for (int n = 0; n < LONGEST; n++) {
      if (totals[n] == 0) {
        return 0; // no hypothesis is that long
      }
      if (matches[n] == 0) {
        smoothing *= 2; // as in NIST's mteval-v13a
      }
      double found = matches[n] == 0 ? 1 / smoothing : matches[n];
      logPrecisions += Math.log(found / totals[n]);
    }
    double brevity = Math.min(0, 1 - (double) referenceLength / hypothesisLength);
    return 100 * Math.exp(brevity + logPrecisions / LONGEST);
  }

  /** The tokens of the script mteval-v13a of NIST, as sacrebleu has them. */
  static final class Tokens13a {
    private static final Pattern SYMBOL = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern MARK_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
    private static final Pattern MARK_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private Tokens13a() {}

    static List<String> of(String line) {
      String text =
          WhiteSpace.withoutEnd(line)
              .replace("<skipped>", "")
              .replace("-\n", "")
              .replace("\n", " ")
              .replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
      String marked = SYMBOL.matcher(" " + text + " ").replaceAll(" $1 ");
      marked = MARK_AFTER_OTHER.matcher(marked).replaceAll("$1 $2 ");
      marked = MARK_BEFORE_OTHER.matcher(marked).replaceAll(" $1 $2");
      marked = DASH_AFTER_DIGIT.matcher(marked).replaceAll("$1 $2 ");
      return WhiteSpace.split(marked);
    }
  }
}
