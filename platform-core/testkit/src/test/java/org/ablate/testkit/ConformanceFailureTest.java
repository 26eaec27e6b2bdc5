package org.ablate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.Variant;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** What an author's build says of a check that fails. */
class ConformanceFailureTest {

  private record Empty() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return List.of();
    }
  }

  private static DynamicTest firstTest(Variant variant) {
    try (Stream<DynamicContainer> containers =
        ConformanceTest.containers(List.of(variant), Map.of())) {
      return containers
          .flatMap(DynamicContainer::getChildren)
          .map(DynamicTest.class::cast)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void a_failure_names_the_variant_and_the_check_and_no_line_of_the_kit() {
    DynamicTest test = firstTest(Variant.task("acme/empty", new Empty()));

    AssertionError failure = assertThrows(AssertionError.class, test.getExecutable()::execute);

    assertEquals(
        "task acme/empty: every split has examples of the type that it states: the split train has no examples",
        failure.getMessage());
    assertEquals(0, failure.getStackTrace().length);
  }
}
