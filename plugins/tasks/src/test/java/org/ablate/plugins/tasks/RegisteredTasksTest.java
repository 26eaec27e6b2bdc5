package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.Variant;
import org.ablate.plugins.tasks.internal.TasksPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every task. */
class RegisteredTasksTest {
  private static final DataFiles FILES =
      TestFiles.of(
          Map.of(
              "a",
              IntStream.range(0, 1000)
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining(" "))));

  static Stream<Task> all() {
    return registered().stream()
        .map(variant -> (Task) variant.defaults())
        .map(task -> task instanceof LanguageModeling ? modeling("a") : task)
        .filter(task -> !needsFiles(task));
  }

  /** Whether a task has nothing to give before its user says where its data are. */
  private static boolean needsFiles(Task task) {
    return task instanceof MaskedLanguageModeling
        || task instanceof Translation
        || task instanceof Classification
        || task instanceof TokenClassification;
  }

  private static LanguageModeling modeling(String file) {
    return new LanguageModeling(
        Optional.empty(),
        Optional.of(file),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0.1,
        0.1);
  }

  private static List<Variant> registered() {
    List<Variant> variants = new ArrayList<>();
    new TasksPlugin().register(variants::add);
    return variants;
  }

  @Test
  void the_plugin_registers_these_tasks() {
    assertEquals(
        List.of(
            "date-normalization",
            "language-modeling",
            "masked-language-modeling",
            "translation",
            "classification",
            "token-classification",
            "copy",
            "reverse",
            "sort",
            "selective-copy",
            "addition",
            "associative-recall",
            "induction",
            "parity",
            "even-pairs",
            "majority",
            "modular-arithmetic",
            "dyck",
            "list-ops"),
        registered().stream().map(Variant::name).toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void examples_are_of_the_type_that_the_task_says(Task task) {
    Set<Class<?>> types = new HashSet<>();
    task.examples(Split.VALIDATION, FILES, 1).forEach(example -> types.add(example.getClass()));

    assertEquals(Set.of(task.exampleType()), types);
  }

  @ParameterizedTest
  @MethodSource("all")
  void no_two_splits_share_an_example(Task task) {
    Set<Example> train = new HashSet<>(task.examples(Split.TRAIN, FILES, 1));
    Set<Example> validation = new HashSet<>(task.examples(Split.VALIDATION, FILES, 1));
    Set<Example> test = new HashSet<>(task.examples(Split.TEST, FILES, 1));
    Set<Example> all = new HashSet<>(train);
    all.addAll(validation);
    all.addAll(test);

    assertEquals(train.size() + validation.size() + test.size(), all.size());
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_same_seed_gives_the_same_examples(Task task) {
    assertEquals(task.examples(Split.TEST, FILES, 3), task.examples(Split.TEST, FILES, 3));
  }
}
