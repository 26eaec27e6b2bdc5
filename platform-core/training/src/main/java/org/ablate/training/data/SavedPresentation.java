package org.ablate.training.data;

import java.util.List;

/**
 * A presentation, but for its tokenizer, in a form that a file can hold, so that a model can be
 * asked without the examples that it was trained on.
 *
 * @param form which presentation it is
 * @param classes the classes of a presentation that has some
 * @param sequenceLength the number of tokens in a window of running text, otherwise 0
 */
public record SavedPresentation(Form form, List<String> classes, int sequenceLength) {

  /** The presentations. */
  public enum Form {
    SOURCE_AND_TARGET,
    PAIR_IN_ONE_SEQUENCE,
    RUNNING_TEXT,
    TAGGED_SEQUENCE,
    LABELED_SEQUENCE
  }

  public SavedPresentation {
    classes = List.copyOf(classes);
  }

  /** What {@link #restore} needs. */
  public static SavedPresentation of(Presentation presentation) {
    if (presentation instanceof RunningText text) {
      return new SavedPresentation(Form.RUNNING_TEXT, List.of(), text.sequenceLength());
    }
    if (presentation instanceof TaggedSequence tagged) {
      return new SavedPresentation(Form.TAGGED_SEQUENCE, tagged.classes(), 0);
    }
    if (presentation instanceof LabeledSequence labeled) {
      return new SavedPresentation(Form.LABELED_SEQUENCE, labeled.classes(), 0);
    }
    return new SavedPresentation(
        presentation instanceof PairInOneSequence
            ? Form.PAIR_IN_ONE_SEQUENCE
            : Form.SOURCE_AND_TARGET,
        List.of(),
        0);
  }

  /**
   * The presentation that was saved.
   *
   * @param vocabulary with the tokenizer that was saved
   */
  public Presentation restore(Vocabulary vocabulary) {
    return switch (form) {
      case SOURCE_AND_TARGET -> new SourceAndTarget(vocabulary);
      case PAIR_IN_ONE_SEQUENCE -> new PairInOneSequence(vocabulary);
      case RUNNING_TEXT -> new RunningText(vocabulary, sequenceLength);
      case TAGGED_SEQUENCE -> new TaggedSequence(vocabulary, classes);
      case LABELED_SEQUENCE -> new LabeledSequence(vocabulary, classes);
    };
  }
}
