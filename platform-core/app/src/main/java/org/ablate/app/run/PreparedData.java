package org.ablate.app.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.TaskData;

/** Prepares the data of runs. Many runs see the same; what the last few saw is kept. */
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

  /** The grids of a sweep take turns with their data; all that there are might not fit. */
  private static final int MOST_KEPT = 4;

  private final Map<Key, TaskData> kept = new LinkedHashMap<>();

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
    TaskData data = kept.remove(wanted);
    if (data == null) {
      data =
          TaskData.prepare(task, architecture, tokenizer, sequenceLength, maxLength, files, SEED);
    }
    kept.put(wanted, data);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return data;
  }
}
