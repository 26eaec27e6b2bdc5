package org.ablate.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * What a task must do with its default settings. One that refuses these, because its user must name
 * a file, has no examples to check.
 */
final class TaskChecks {
  private static final long SEED = 1;

  private final Task task;

  /** What each split had when it was asked first. */
  private final Map<Split, List<? extends Example>> first = new EnumMap<>(Split.class);

  TaskChecks(Task task) {
    this.task = task;
  }

  List<Check> all() {
    try {
      examples(Split.VALIDATION);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of("every split has examples of the type that it states", this::types));
    checks.add(Check.of("the same seed gives the same examples", this::repeats));
    checks.add(Check.of("no example of one split is in another", this::splitsApart));
    return checks;
  }

  private List<? extends Example> examples(Split split) {
    return first.computeIfAbsent(split, this::ask);
  }

  private List<? extends Example> ask(Split split) {
    return task.examples(split, DataFiles.none(), SEED);
  }

  private void types() {
    for (Split split : Split.values()) {
      List<? extends Example> examples = examples(split);
      if (examples.isEmpty()) {
        throw new ConformanceException("the split %s has no examples".formatted(split));
      }
      for (Example example : examples) {
        if (!task.exampleType().isInstance(example)) {
          throw new ConformanceException(
              "exampleType() is %s, but the split %s has a %s"
                  .formatted(
                      task.exampleType().getSimpleName(),
                      split,
                      example.getClass().getSimpleName()));
        }
      }
    }
  }

  private void repeats() {
    for (Split split : Split.values()) {
      if (!examples(split).equals(ask(split))) {
        throw new ConformanceException(
            "the split %s has other examples when it is asked again with the same seed"
                .formatted(split));
      }
    }
  }

  private void splitsApart() {
    Map<Split, Set<Example>> seen = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      Set<Example> examples = new HashSet<>(examples(split));
      seen.forEach(
          (other, earlier) ->
              earlier.stream()
                  .filter(examples::contains)
                  .findFirst()
                  .ifPresent(
                      shared -> {
                        throw new ConformanceException(
                            "the splits %s and %s share an example: %s"
                                .formatted(other, split, shared));
                      }));
      seen.put(split, examples);
    }
  }
}
