package org.ablate.training.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * What a task gave, before anything is known of a model.
 *
 * @param type of all examples
 * @param ofSplit the examples of each split, in the order of the splits
 */
public record TaskExamples(
    Class<? extends Example> type, Map<Split, List<? extends Example>> ofSplit) {

  public TaskExamples {
    ofSplit = Collections.unmodifiableMap(new TreeMap<>(ofSplit));
  }

  /**
   * Asks a task for the examples of all splits.
   *
   * @param seed what the task's examples depend on
   * @throws IllegalArgumentException if a split has none, or the task refuses; the message says why
   */
  public static TaskExamples of(Task task, DataFiles files, long seed) {
    Map<Split, List<? extends Example>> ofSplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<? extends Example> examples = task.examples(split, files, seed);
      if (examples.isEmpty()) {
        throw new IllegalArgumentException("there are no %s examples".formatted(split));
      }
      ofSplit.put(split, List.copyOf(examples));
    }
    return new TaskExamples(task.exampleType(), ofSplit);
  }
}
