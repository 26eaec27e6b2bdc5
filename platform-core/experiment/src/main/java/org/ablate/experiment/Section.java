package org.ablate.experiment;

import java.util.List;

/** The keys of an experiment file that make up a run; a variant may change what is under them. */
final class Section {
  static final String TASK = "task";
  static final String TOKENIZER = "tokenizer";
  static final String MODEL = "model";
  static final String TRAINING = "training";
  static final String INITIALIZE = "initialize";
  static final String DECODING = "decoding";
  static final String EVALUATION = "evaluation";

  static final List<String> ALL =
      List.of(TASK, TOKENIZER, MODEL, INITIALIZE, TRAINING, DECODING, EVALUATION);

  private Section() {}
}
