package org.ablate.training.evaluation;

import java.util.Map;
import org.ablate.model.Architecture;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;

/** What a model says about the next token of several sequences that grow. */
sealed interface Continuation extends AutoCloseable
    permits IncrementalContinuation, RepeatedContinuation {

  /**
   * Starts with new sequences.
   *
   * @param inputs the model's inputs by name
   * @param lengths how many tokens each sequence has
   * @return for each sequence the logits of what comes next, which are the caller's: [sequence]
   *     [token]
   */
  double[][] start(Map<String, Array> inputs, int[] lengths);

  /**
   * Goes on with some of the sequences, each with one more token.
   *
   * @param parents which of the last call's sequences each continues; one may be continued several
   *     times, or not at all
   * @param tokens the token that each has more
   * @return for each sequence the logits of what comes next, which are the caller's
   */
  double[][] next(int[] parents, int[] tokens);

  @Override
  void close();

  /** The input that grows. */
  static String input(Transformer model) {
    return model.settings().architecture() == Architecture.ENCODER_DECODER ? "target" : "tokens";
  }

  /** Some rows of values, whatever the axes after the first are. */
  static Array rows(int[] rows, Array values) {
    long[] shape = values.shape().clone();
    int width = values.size() / Math.toIntExact(shape[0]);
    long[] selected = new long[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < width; i++) {
        selected[row * width + i] = (long) values.at(rows[row] * width + i);
      }
    }
    shape[0] = rows.length;
    return Array.of(selected, shape);
  }

  /** Of values [..., token], those of some places along the axes before the last. */
  static double[][] at(int[] places, Array logits) {
    int tokens = Math.toIntExact(logits.shape()[logits.shape().length - 1]);
    double[][] chosen = new double[places.length][tokens];
    for (int row = 0; row < chosen.length; row++) {
      for (int token = 0; token < tokens; token++) {
        chosen[row][token] = logits.at(places[row] * tokens + token);
      }
    }
    return chosen;
  }
}
