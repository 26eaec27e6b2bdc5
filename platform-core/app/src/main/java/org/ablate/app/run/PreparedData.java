package org.ablate.app.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.TaskData;
import org.ablate.training.data.TaskExamples;
import org.ablate.training.evaluation.Metric;

/** Prepares the data of runs. Many runs see the same; what the last few saw is kept. */
public final class PreparedData {
  /** All seeds of an experiment see the same examples; a seed decides on weights and order. */
  static final long SEED = 0;

  private record Drawing(Task task, DataFiles files) {}

  private record Key(
      Task task,
      Architecture architecture,
      Tokenizer tokenizer,
      int sequenceLength,
      int maxLength,
      DataFiles files) {}

  /** The grids of a sweep take turns with their data; all that there are might not fit. */
  private static final int MOST_KEPT = 4;

  private final Map<Drawing, TaskExamples> drawn = new LinkedHashMap<>();
  private final Map<Key, TaskData> prepared = new LinkedHashMap<>();

  /** The examples of a task, which need not fit a model yet. */
  synchronized TaskExamples examples(Task task, DataFiles files) {
    return kept(drawn, new Drawing(task, files), () -> TaskExamples.of(task, files, SEED));
  }

  /** What decides between models of a task. */
  public Metric metric(Task task, DataFiles files) {
    return Metric.primary(examples(task, files).ofSplit().get(Split.TRAIN));
  }

  /** The data of a run. */
  synchronized TaskData of(
      Task task,
      Architecture architecture,
      Tokenizer tokenizer,
      TrainingSettings training,
      DataFiles files) {
    int sequenceLength = training.sequenceLength();
    int maxLength = training.maxLength();
    return kept(
        prepared,
        new Key(task, architecture, tokenizer, sequenceLength, maxLength, files),
        () ->
            TaskData.prepare(
                examples(task, files), architecture, tokenizer, sequenceLength, maxLength, files));
  }

  /** What is kept under a key, or is made now; the oldest makes room for it. */
  private static <K, V> V kept(Map<K, V> values, K key, Supplier<V> made) {
    V value = values.remove(key);
    if (value == null) {
      value = made.get();
    }
    values.put(key, value);
    if (values.size() > MOST_KEPT) {
      values.remove(values.keySet().iterator().next());
    }
    return value;
  }
}
