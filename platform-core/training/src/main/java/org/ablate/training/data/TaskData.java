package org.ablate.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;

/**
 * A task's examples, ready for a model.
 *
 * @param presentation how the model is given them
 * @param examples of each split, as the task gave them
 * @param encoded of each split, in token ids; for running text these are windows
 * @param cut how many examples of each split were cut to the most tokens that a sequence may have
 */
public record TaskData(
    Presentation presentation,
    Map<Split, List<? extends Example>> examples,
    Map<Split, List<EncodedExample>> encoded,
    Map<Split, Integer> cut) {

  public TaskData {
    examples = Collections.unmodifiableMap(new TreeMap<>(examples));
    encoded = Collections.unmodifiableMap(new TreeMap<>(encoded));
    cut = Collections.unmodifiableMap(new TreeMap<>(cut));
  }

  /**
   * Asks a task for its examples and encodes them.
   *
   * @param sequenceLength the number of tokens in a window of running text
   * @param maxLength how many tokens another sequence may have, 0 for no limit; longer ones are cut
   * @param seed what the task's examples depend on
   * @throws IllegalArgumentException if there are no examples, or they do not fit the architecture
   *     or the tokenizer; the message says why
   */
  public static TaskData prepare(
      Task task,
      Architecture architecture,
      Tokenizer tokenizer,
      int sequenceLength,
      int maxLength,
      DataFiles files,
      long seed) {
    TaskExamples examples = TaskExamples.of(task, files, seed);
    return prepare(examples, architecture, tokenizer, sequenceLength, maxLength, files);
  }

  /**
   * Encodes examples.
   *
   * @param sequenceLength the number of tokens in a window of running text
   * @param maxLength how many tokens another sequence may have, 0 for no limit; longer ones are cut
   * @param files where a tokenizer that others have trained is read from
   * @throws IllegalArgumentException if they do not fit the architecture or the tokenizer; the
   *     message says why
   */
  public static TaskData prepare(
      TaskExamples examples,
      Architecture architecture,
      Tokenizer tokenizer,
      int sequenceLength,
      int maxLength,
      DataFiles files) {
    Presentation presentation =
        Presentation.fit(
            examples.type(),
            architecture,
            tokenizer,
            examples.ofSplit().get(Split.TRAIN),
            sequenceLength,
            files);
    Map<Split, List<EncodedExample>> encoded = new EnumMap<>(Split.class);
    Map<Split, Integer> cut = new EnumMap<>(Split.class);
    int limit = maxLength == 0 ? Integer.MAX_VALUE : maxLength;
    examples
        .ofSplit()
        .forEach(
            (split, ofSplit) -> {
              List<EncodedExample> whole = presentation.encode(ofSplit);
              cut.put(split, (int) whole.stream().filter(e -> e.isLongerThan(limit)).count());
              encoded.put(split, usable(presentation, split, cut(whole, limit)));
            });
    return new TaskData(presentation, examples.ofSplit(), encoded, cut);
  }

  private static List<EncodedExample> cut(List<EncodedExample> examples, int limit) {
    return examples.stream().map(e -> e.isLongerThan(limit) ? e.cut(limit) : e).toList();
  }

  private static List<EncodedExample> usable(
      Presentation presentation, Split split, List<EncodedExample> examples) {
    List<EncodedExample> encoded = new ArrayList<>(examples);
    encoded.removeIf(example -> example.countedLabels() == 0);
    if (split == Split.TRAIN && presentation instanceof RunningText text) {
      encoded.removeIf(window -> window.tokens().length < text.sequenceLength());
    }
    if (encoded.isEmpty()) {
      throw new IllegalArgumentException(nothingToLearn(presentation, split));
    }
    return List.copyOf(encoded);
  }

  private static String nothingToLearn(Presentation presentation, Split split) {
    if (!(presentation instanceof RunningText text)) {
      return "none of the %s examples has a label".formatted(split);
    }
    return split == Split.TRAIN
        ? "the text for training has fewer than %d tokens, which is one window of sequence_length + 1"
            .formatted(text.sequenceLength() + 1)
        : "the text for %s has fewer than 2 tokens".formatted(split);
  }

  /**
   * Checks that a model can read all sequences.
   *
   * @param limit the most tokens that it reads
   * @throws IllegalArgumentException if one is longer; the message says what to do
   */
  public void requireNoLongerThan(int limit) {
    for (Split split : Split.values()) {
      List<EncodedExample> ofSplit = encoded.get(split);
      for (int i = 0; i < ofSplit.size(); i++) {
        EncodedExample example = ofSplit.get(i);
        if (example.isLongerThan(limit)) {
          throw new IllegalArgumentException(
              "the %s example %d has %d tokens, but the positional encoding of the model has %d positions: let it have more, or set training.max_length to %d to cut what is longer"
                  .formatted(
                      split,
                      i + 1,
                      Math.max(example.source().length, example.tokens().length),
                      limit,
                      limit));
        }
      }
    }
  }
}
