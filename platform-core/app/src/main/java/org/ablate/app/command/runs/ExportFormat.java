package org.ablate.app.command.runs;

/** What runs can be exported as. */
enum ExportFormat {
  /** A line for each run. */
  CSV,
  /** A line for each point of each metric. */
  POINTS,
  /** One document with all that is known. */
  JSON,
  /** The comparison of variants for a README. */
  MARKDOWN,
  /** The comparison of variants for a paper. */
  LATEX,
  /** Event files. */
  TENSORBOARD,
  /** A tracking server. */
  MLFLOW;

  /** Whether it is one text. */
  boolean isText() {
    return this != TENSORBOARD && this != MLFLOW;
  }
}
