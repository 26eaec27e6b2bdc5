package org.ablate.training.data;

import java.util.List;
import java.util.Optional;

/**
 * A presentation, but for its tokenizer, in a form that a file can hold, so that a model can be
 * asked without the examples that it was trained on.
 *
 * @param form which presentation it is
 * @param comparison how answers are compared
 * @param classes the classes of a presentation that has some
 * @param sequenceLength the number of tokens in a window of running or masked text, otherwise 0
 * @param masking of masked text
 */
public record SavedPresentation(
    Form form,
    Comparison comparison,
    List<String> classes,
    int sequenceLength,
    Optional<Masking> masking) {

  /**
   * How tokens are hidden.
   *
   * @param fraction the part of the tokens that is asked for
   * @param wholeWords whether words are hidden with all their tokens
   */
  public record Masking(double fraction, boolean wholeWords) {}

  /** The presentations. */
  public enum Form {
    SOURCE_AND_TARGET,
    PAIR_IN_ONE_SEQUENCE,
    RUNNING_TEXT,
    MASKED_TEXT,
    TAGGED_SEQUENCE,
    LABELED_SEQUENCE
  }

  public SavedPresentation {
    classes = List.copyOf(classes);
  }

  /** What {@link #restore} needs. */
  public static SavedPresentation of(Presentation presentation) {
    if (presentation instanceof RunningText text) {
      return saved(Form.RUNNING_TEXT, text, List.of(), text.sequenceLength());
    }
    if (presentation instanceof MaskedText text) {
      return new SavedPresentation(
          Form.MASKED_TEXT,
          text.comparison(),
          List.of(),
          text.sequenceLength(),
          Optional.of(new Masking(text.fraction(), text.wholeWords())));
    }
    if (presentation instanceof TaggedSequence tagged) {
      return saved(Form.TAGGED_SEQUENCE, tagged, tagged.classes(), 0);
    }
    if (presentation instanceof LabeledSequence labeled) {
      return saved(Form.LABELED_SEQUENCE, labeled, labeled.classes(), 0);
    }
    boolean inOne = presentation instanceof PairInOneSequence;
    return saved(
        inOne ? Form.PAIR_IN_ONE_SEQUENCE : Form.SOURCE_AND_TARGET, presentation, List.of(), 0);
  }

  private static SavedPresentation saved(
      Form form, Presentation presentation, List<String> classes, int sequenceLength) {
    return new SavedPresentation(
        form, presentation.comparison(), classes, sequenceLength, Optional.empty());
  }

  /**
   * The presentation that was saved.
   *
   * @param vocabulary with the tokenizer that was saved
   */
  public Presentation restore(Vocabulary vocabulary) {
    return switch (form) {
      case SOURCE_AND_TARGET -> new SourceAndTarget(vocabulary, comparison);
      case PAIR_IN_ONE_SEQUENCE -> new PairInOneSequence(vocabulary, comparison);
      case RUNNING_TEXT -> new RunningText(vocabulary, sequenceLength);
      case MASKED_TEXT ->
          masking
              .map(m -> new MaskedText(vocabulary, sequenceLength, m.fraction(), m.wholeWords()))
              .orElseThrow(() -> new IllegalArgumentException("'masking' is missing"));
      case TAGGED_SEQUENCE -> new TaggedSequence(vocabulary, classes);
      case LABELED_SEQUENCE -> new LabeledSequence(vocabulary, classes);
    };
  }
}
