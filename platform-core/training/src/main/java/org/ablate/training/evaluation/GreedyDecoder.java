package org.ablate.training.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Weights;
import org.ablate.model.SpecialToken;
import org.ablate.model.Transformer;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;

/**
 * Writes the most likely token, one after the other, until the end token. Several answers are
 * written at once, and what the model has computed for earlier tokens is reused where its attention
 * allows that.
 */
final class GreedyDecoder implements Answering {
  private final Presentation presentation;
  private final Continuation continuation;
  private final int maxLength;

  GreedyDecoder(Libtorch engine, Transformer model, Weights weights, Presentation presentation) {
    this(
        presentation,
        model.decodesIncrementally()
            ? new IncrementalContinuation(engine, model, weights)
            : new RepeatedContinuation(engine, model, weights),
        model.maxLength().orElse(Integer.MAX_VALUE));
  }

  /**
   * Takes a model that is ready to be asked.
   *
   * @param maxLength the longest sequence that it can read
   */
  GreedyDecoder(Presentation presentation, Continuation continuation, int maxLength) {
    this.presentation = presentation;
    this.continuation = continuation;
    this.maxLength = maxLength;
  }

  /** The answers to questions, up to and with the end token, or as far as the model can read. */
  @Override
  public List<int[]> answer(List<EncodedExample> questions, int limit) {
    int[] lengths = questions.stream().mapToInt(question -> question.tokens().length).toArray();
    List<IntStream.Builder> answers =
        questions.stream().map(question -> IntStream.builder()).toList();
    boolean[] ended = new boolean[questions.size()];
    int longest = Arrays.stream(lengths).max().orElse(0);
    long[] next = continuation.start(presentation.inputs(questions), lengths);
    for (int written = 1; ; written++) {
      boolean allEnded = true;
      for (int row = 0; row < next.length; row++) {
        if (ended[row]) {
          next[row] = SpecialToken.PAD.id();
        } else {
          answers.get(row).add((int) next[row]);
          ended[row] = next[row] == SpecialToken.EOS.id();
          allEnded &= ended[row];
        }
      }
      if (allEnded || written == limit || longest + written > maxLength) {
        return answers.stream().map(answer -> answer.build().toArray()).toList();
      }
      next = continuation.next(next);
    }
  }

  @Override
  public void close() {
    continuation.close();
  }
}
