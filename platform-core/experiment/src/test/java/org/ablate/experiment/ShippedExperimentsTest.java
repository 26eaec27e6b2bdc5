package org.ablate.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.document.Yaml;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.installed.Variants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that people start from, with the variants that the platform brings. */
class ShippedExperimentsTest {
  /** All models cost the same, which is a match and within every budget. */
  private static final CostModel ALIKE =
      new CostModel() {
        @Override
        public ModelCost of(Composition composition) {
          return new ModelCost(1_000, 1_000, Optional.of(1_000.0), 1_000);
        }

        @Override
        public double secondsPerStep(RunPlan run) {
          return 1;
        }
      };

  private static final Path FOLDER = Path.of("..", "..", "experiments");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static Variants builtIn() {
    ShippedExperimentsTest.class.getModule().addUses(Plugin.class);
    return Variants.of(ServiceLoader.load(Plugin.class));
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_file_composes(Path file) {
    Experiment experiment = Experiment.read(file, List.of(), builtIn(), ALIKE);
    assertEquals(Header.nameOf(file), experiment.header().name());
    assertFalse(experiment.header().description().isEmpty());
    assertFalse(experiment.runs().isEmpty());
  }

  @Test
  void the_example_in_the_description_of_the_format_composes() throws IOException {
    String description = Files.readString(FOLDER.resolve("README.md"));
    String example = description.split("```yaml\n")[1].split("```")[0];
    Experiment experiment =
        Experiment.of("example", Yaml.read("README.md", example), List.of(), builtIn());
    assertEquals(9, experiment.runs().size());
  }

  @Test
  void every_task_has_a_file() throws IOException {
    Variants builtIn = builtIn();
    Set<String> tasks =
        files().stream()
            .flatMap(file -> Experiment.read(file, List.of(), builtIn, ALIKE).runs().stream())
            .map(run -> run.composition().task().name())
            .collect(Collectors.toSet());
    assertEquals(Set.copyOf(builtIn.names(Kind.TASK)), tasks);
  }
}
