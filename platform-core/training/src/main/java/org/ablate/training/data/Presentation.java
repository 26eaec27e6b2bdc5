package org.ablate.training.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ablate.model.Architecture;
import org.ablate.model.Components;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Tokenizer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;

/** How the examples of a task are given to a model: what it reads, and what it is asked for. */
public sealed interface Presentation
    permits SourceAndTarget,
        PairInOneSequence,
        RunningText,
        MaskedText,
        TaggedSequence,
        LabeledSequence {

  Vocabulary vocabulary();

  /** How many classes the model tells apart: tokens where it writes. */
  int outputs();

  /** What the model says something about. */
  default OutputHead head() {
    return OutputHead.POSITION;
  }

  /** Whether examples differ in length, so that batches need padding. */
  default boolean padded() {
    return true;
  }

  /**
   * The examples in token ids.
   *
   * @throws IllegalArgumentException if one cannot be presented; the message says why
   */
  List<EncodedExample> encode(List<? extends Example> examples);

  /** What the model reads at once: the inputs of its graphs by name, without labels. */
  default Map<String, Array> inputs(List<EncodedExample> examples) {
    return Map.of("tokens", Padded.tokens(examples, EncodedExample::tokens)); // [batch, position]
  }

  /** What the model is asked for at once. */
  default Array labels(List<EncodedExample> examples) {
    return Padded.labels(examples); // [batch, position]
  }

  /** What the model is given at once to be trained or evaluated. */
  default Batch batch(List<EncodedExample> examples) {
    Map<String, Array> inputs = new HashMap<>(inputs(examples));
    inputs.put("labels", labels(examples));
    return new Batch(
        inputs,
        examples.stream().mapToInt(EncodedExample::length).sum(),
        examples.stream().mapToInt(EncodedExample::countedLabels).sum());
  }

  /**
   * Examples as the model sees them in a step of training.
   *
   * @param random what may change from one time to the next comes from here
   */
  default List<EncodedExample> forTraining(List<EncodedExample> examples, SplittableRandom random) {
    return examples;
  }

  /**
   * Whether most places have labels that count; where few have, training classifies those alone.
   */
  default boolean asksEverywhere() {
    return true;
  }

  /** What the model is given at once to be trained. */
  default Batch trainingBatch(List<EncodedExample> examples, SplittableRandom random) {
    Batch batch = batch(forTraining(examples, random));
    return asksEverywhere() ? batch : batch.whereAsked();
  }

  /** What a model is trained by, which takes a {@link #trainingBatch}. */
  default Graph training(Transformer model, double labelSmoothing) {
    return asksEverywhere()
        ? model.training(labelSmoothing)
        : model.trainingWhereAsked(labelSmoothing);
  }

  /** Whether the model answers by writing tokens, one after the other. */
  boolean writes();

  /** How answers are compared with the expected ones. */
  default Comparison comparison() {
    return Comparison.EXACT;
  }

  /** What the model reads before it answers. */
  EncodedExample question(String input);

  /** What the model reads before it answers, and, as labels, the answer that is expected. */
  EncodedExample question(EncodedExample example);

  /** A question as a person reads it. */
  default String show(EncodedExample question) {
    return vocabulary().show(question.tokens());
  }

  /** An answer as a person reads it. */
  String showAnswer(int[] answer);

  /** A model with the vocabulary and the outputs that these examples need. */
  default Transformer model(TransformerSettings settings, Components parts) {
    return new Transformer(settings, parts, vocabulary().size(), outputs(), head(), padded());
  }

  /** Why examples of a type cannot be given to an architecture, if so. */
  static Optional<String> refusal(Class<? extends Example> type, Architecture architecture) {
    return ExampleKind.of(type).refusal(architecture);
  }

  /**
   * The presentation of a task's examples, with a vocabulary and classes learned from those for
   * training.
   *
   * @param sequenceLength the number of tokens in a window of running text
   * @param files where a tokenizer that others have trained is read from
   * @throws IllegalArgumentException if the architecture does not fit; see {@link #refusal}
   */
  static Presentation fit(
      Class<? extends Example> type,
      Architecture architecture,
      Tokenizer tokenizer,
      List<? extends Example> training,
      int sequenceLength,
      DataFiles files) {
    refusal(type, architecture)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    Vocabulary vocabulary = Vocabulary.fit(tokenizer, training, files);
    return switch (ExampleKind.of(type)) {
      case PAIR -> pairs(architecture, vocabulary, Comparison.EXACT);
      case TRANSLATION -> pairs(architecture, vocabulary, Comparison.TEXT);
      case MASKED -> MaskedText.of(vocabulary, sequenceLength, (Example.Masked) training.get(0));
      case TEXT -> new RunningText(vocabulary, sequenceLength);
      case TAGGED -> new TaggedSequence(vocabulary, Classes.of(training));
      case LABELED -> new LabeledSequence(vocabulary, Classes.of(training));
    };
  }

  private static Presentation pairs(
      Architecture architecture, Vocabulary vocabulary, Comparison comparison) {
    return architecture == Architecture.DECODER
        ? new PairInOneSequence(vocabulary, comparison)
        : new SourceAndTarget(vocabulary, comparison);
  }
}
