package org.ablate.training.evaluation;

import java.util.List;
import org.ablate.training.data.EncodedExample;

/** How a model answers questions. */
sealed interface Answering extends AutoCloseable permits Decoder, Classifier {

  /**
   * The answers to questions that are looked at at once.
   *
   * @param limits for each question, the number of tokens after which a written answer is cut off
   */
  List<int[]> answer(List<EncodedExample> questions, int[] limits);

  /**
   * The answer to one question.
   *
   * @param limit the number of tokens after which a written answer is cut off
   */
  default int[] answer(EncodedExample question, int limit) {
    return answer(List.of(question), new int[] {limit}).get(0);
  }

  @Override
  void close();
}
