package org.ablate.training.data;

import java.util.Arrays;
import java.util.Optional;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * An example in token ids.
 *
 * @param source what an encoder–decoder's encoder reads; empty where there is one sequence only
 * @param tokens what the model's only stack or its decoder reads
 * @param labels what is asked for: one for each token, {@link CrossEntropy#IGNORED} where nothing
 *     is, or one for the whole sequence
 * @param words for each token the number of its word, where tokens are hidden by words
 * @param reference the expected answer in text, where answers are compared as {@link
 *     Comparison#TEXT}
 */
public record EncodedExample(
    int[] source, int[] tokens, int[] labels, int[] words, Optional<String> reference) {

  /** An example whose tokens say all. */
  public EncodedExample(int[] source, int[] tokens, int[] labels) {
    this(source, tokens, labels, new int[0], Optional.empty());
  }

  /** An example of a model that reads one sequence. */
  static EncodedExample of(int[] tokens, int[] labels) {
    return new EncodedExample(new int[0], tokens, labels);
  }

  /** This example with the expected answer in text. */
  EncodedExample withReference(String text) {
    return new EncodedExample(source, tokens, labels, words, Optional.of(text));
  }

  /** Whether a sequence has more tokens than a limit. */
  boolean isLongerThan(int limit) {
    return source.length > limit || tokens.length > limit;
  }

  /** This example with no more tokens in a sequence than a limit. */
  EncodedExample cut(int limit) {
    boolean labelForEach = labels.length == tokens.length;
    return new EncodedExample(
        Ids.slice(source, 0, Math.min(limit, source.length)),
        Ids.slice(tokens, 0, Math.min(limit, tokens.length)),
        labelForEach ? Ids.slice(labels, 0, Math.min(limit, labels.length)) : labels,
        words,
        reference);
  }

  /** How many tokens the model reads. */
  public int length() {
    return source.length + tokens.length;
  }

  /** How many labels count. */
  public int countedLabels() {
    return (int) Arrays.stream(labels).filter(label -> label != CrossEntropy.IGNORED).count();
  }

  /** This question with the tokens of its answer but the last, which is written and not read. */
  public EncodedExample answered(int[] answer) {
    int[] read = Ids.concat(tokens, Ids.slice(answer, 0, answer.length - 1));
    return new EncodedExample(source, read, answer);
  }
}
