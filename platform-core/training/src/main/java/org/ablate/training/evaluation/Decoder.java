package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.decoding.Answer;
import org.ablate.training.decoding.Decoding;

/**
 * Writes tokens, one after the other, until the end token. Several answers are written at once, and
 * what the model has computed for earlier tokens is reused where its attention allows that.
 */
final class Decoder implements Answering {
  private final Presentation presentation;
  private final Continuation continuation;
  private final Decoding decoding;
  private final int maxLength;

  Decoder(
      Libtorch engine,
      Transformer model,
      Weights weights,
      Presentation presentation,
      Decoding decoding) {
    this(
        presentation,
        model.decodesIncrementally()
            ? new IncrementalContinuation(engine, model, weights)
            : new RepeatedContinuation(engine, model, weights),
        decoding,
        model.maxLength().orElse(Integer.MAX_VALUE));
  }

  /**
   * Takes a model that is ready to be asked.
   *
   * @param maxLength the longest sequence that it can read
   */
  Decoder(Presentation presentation, Continuation continuation, Decoding decoding, int maxLength) {
    this.presentation = presentation;
    this.continuation = continuation;
    this.decoding = decoding;
    this.maxLength = maxLength;
  }

  /**
   * The answers to questions, up to and with the end token, or as far as the model can read the
   * longest of them.
   */
  @Override
  public List<int[]> answer(List<EncodedExample> questions, int[] limits) {
    return write(questions, decoding, limits, answer -> {});
  }

  /**
   * Answers one question in a way of its own.
   *
   * @param certain told after each token with which tokens the answer certainly begins
   */
  int[] write(EncodedExample question, Decoding chosen, int limit, Consumer<int[]> certain) {
    return write(
            List.of(question),
            chosen,
            new int[] {limit},
            answer -> certain.accept(answer.certain()))
        .get(0);
  }

  private List<int[]> write(
      List<EncodedExample> questions, Decoding chosen, int[] limits, Consumer<Answer> extended) {
    List<Answer> answers =
        questions.stream().map(question -> chosen.begin(question.tokens())).toList();
    int[] lengths = questions.stream().mapToInt(question -> question.tokens().length).toArray();
    int longest = Arrays.stream(lengths).max().orElse(0);
    double[][] logits = continuation.start(presentation.inputs(questions), lengths);
    for (int count = 1; ; count++) {
      List<Integer> parents = new ArrayList<>();
      List<Integer> tokens = new ArrayList<>();
      int row = 0;
      for (int i = 0; i < limits.length; i++) {
        Answer answer = answers.get(i);
        int first = row;
        row += count <= limits[i] ? answer.open() : 0;
        if (row > first) {
          answer.extend(Arrays.copyOfRange(logits, first, row));
          extended.accept(answer);
          if (count < limits[i]) {
            Arrays.stream(answer.parents()).forEach(parent -> parents.add(first + parent));
            Arrays.stream(answer.lastTokens()).forEach(tokens::add);
          }
        }
      }
      if (parents.isEmpty() || longest + count > maxLength) {
        return answers.stream().map(Answer::best).toList();
      }
      logits = continuation.next(toInts(parents), toInts(tokens));
    }
  }

  private static int[] toInts(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void close() {
    continuation.close();
  }
}
