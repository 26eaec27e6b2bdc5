package org.ablate.app.run;

import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.TaskData;

/**
 * Prepares the data of runs. Runs that follow each other mostly see the same, so that the last
 * one's are kept.
 */
final class PreparedData {
  /** All seeds of an experiment see the same examples; a seed decides on weights and order. */
  static final long SEED = 0;

  private record Key(
      Task task,
      Architecture architecture,
      Tokenizer tokenizer,
      int sequenceLength,
      int maxLength,
      DataFiles files) {}

  private Key key;
  private TaskData data;

  /** The data of a run. */
  synchronized TaskData of(
      Task task,
      Architecture architecture,
      Tokenizer tokenizer,
      TrainingSettings training,
      DataFiles files) {
    int sequenceLength = training.sequenceLength();
    int maxLength = training.maxLength();
    Key wanted = new Key(task, architecture, tokenizer, sequenceLength, maxLength, files);
    if (!wanted.equals(key)) {
      data =
          TaskData.prepare(task, architecture, tokenizer, sequenceLength, maxLength, files, SEED);
      key = wanted;
    }
    return data;
  }
}
