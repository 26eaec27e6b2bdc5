package org.ablate.conformance;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/** What a task must do with its default settings. */
final class TaskChecks {
  private static final long SEED = 1;

  private final Task task;

  /** What each split had when it was asked first. */
  private final Map<Split, List<? extends Example>> first = new EnumMap<>(Split.class);

  TaskChecks(Task task) {
    this.task = task;
  }

  List<Check> all() {
    return Refusal.or(
        () -> examples(Split.VALIDATION),
        List.of(
            Check.of("every split has examples of the type that it states", this::types),
            Check.of("examples have texts, and differ", this::texts),
            Check.of("the same seed gives the same examples", this::repeats),
            Check.of("no example of one split is in another", this::splitsApart)));
  }

  private List<? extends Example> examples(Split split) {
    return first.computeIfAbsent(split, this::ask);
  }

  private List<? extends Example> ask(Split split) {
    return task.examples(split, DataFiles.none(), SEED);
  }

  private void types() {
    if (task.exampleType() == Example.class) {
      throw new ConformanceException(
          "exampleType() is Example, but must be the one kind that all examples are, such as Example.Pair");
    }
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

  private void texts() {
    for (Split split : Split.values()) {
      List<? extends Example> examples = examples(split);
      examples.stream()
          .filter(example -> !Halves.of(example).isComplete())
          .findFirst()
          .ifPresent(
              example -> {
                throw new ConformanceException(
                    "the split %s has an example without a text: %s".formatted(split, example));
              });
      if (examples.size() > 1 && Set.copyOf(examples).size() == 1) {
        throw new ConformanceException(
            "all %d examples of the split %s are the same: %s"
                .formatted(examples.size(), split, examples.get(0)));
      }
    }
  }

  /** What a model is given of an example, and what it is asked for. */
  private record Halves(Object given, Object asked) {
    static Halves of(Example example) {
      if (example instanceof Example.Pair pair) {
        return new Halves(pair.source(), pair.target());
      }
      if (example instanceof Example.Translation translation) {
        return new Halves(translation.source(), translation.target());
      }
      if (example instanceof Example.Labeled labeled) {
        return new Halves(labeled.text(), labeled.label());
      }
      if (example instanceof Example.Tagged tagged) {
        return new Halves(tagged.units(), tagged.labels());
      }
      String text =
          example instanceof Example.Masked masked
              ? masked.text()
              : ((Example.Text) example).text();
      return new Halves(text, text);
    }

    boolean isComplete() {
      return given != null && asked != null;
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

  /** What a model is given, whatever it is asked for: another target for it is no other example. */
  private void splitsApart() {
    Map<Object, Split> seen = new HashMap<>();
    for (Split split : Split.values()) {
      for (Example example : examples(split)) {
        Object given = Halves.of(example).given();
        Split other = seen.putIfAbsent(given, split);
        if (other != null && other != split) {
          throw new ConformanceException(
              "the splits %s and %s share an input: %s".formatted(other, split, given));
        }
      }
    }
  }
}
