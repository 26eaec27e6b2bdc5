package org.ablate.experiment;

import static org.ablate.experiment.Reading.experiment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Yaml;
import org.ablate.experiment.Samples.SlidingWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static List<String> variants(String yaml, String... options) {
    return experiment(yaml, options).runs().stream().map(RunPlan::variant).toList();
  }

  @Test
  void a_grid_combines_every_value_with_every_other() {
    Experiment experiment =
        experiment(
            "task: dates\ngrid: {model.d_model: [64, 128], model.attention: [linear, eight-heads]}\nmodel: {n_heads: 8}");
    assertEquals(
        List.of(
            "d_model=64,attention=linear",
            "d_model=64,attention=eight-heads",
            "d_model=128,attention=linear",
            "d_model=128,attention=eight-heads"),
        experiment.runs().stream().map(RunPlan::variant).toList());
    assertEquals(64, experiment.runs().get(1).composition().model().dModel());
    assertEquals("eight-heads", experiment.runs().get(1).composition().parts().attention().name());
  }

  @Test
  void axes_in_a_zip_go_in_step() {
    assertEquals(
        List.of("d_model=64,n_heads=2", "d_model=96,n_heads=3"),
        variants("task: dates\nzip: {model: {d_model: [64, 96], n_heads: [2, 3]}}"));
  }

  @Test
  void every_variant_is_at_every_point_of_the_grid() {
    assertEquals(
        List.of("full,n_layers=1", "full,n_layers=3", "linear,n_layers=1", "linear,n_layers=3"),
        variants(
            """
            task: dates
            variants: {full: {}, linear: {model.attention: linear}}
            grid: {model.n_layers: [1, 3]}
            """));
  }

  @Test
  void an_axis_can_be_that_of_one_variant() {
    Experiment experiment =
        experiment(
            """
            task: dates
            model: {cross_attention: linear}
            variants:
              full: {}
              windowed:
                model.attention: sliding-window
                grid: {model.attention.window: [8, 32]}
            """);
    assertEquals(
        List.of("full", "windowed,window=8", "windowed,window=32"),
        experiment.runs().stream().map(RunPlan::variant).toList());
    assertEquals(
        new SlidingWindow(32),
        experiment.runs().get(2).composition().parts().attention().component());
  }

  @Test
  void values_are_named_as_people_write_them() {
    assertEquals(
        List.of(
            "learning_rate=1e-5,epsilon=1e-6",
            "learning_rate=1e-5,epsilon=2.5",
            "learning_rate=0.001,epsilon=1e-6",
            "learning_rate=0.001,epsilon=2.5"),
        variants(
            "task: dates\ngrid: {training.learning_rate: [1e-5, 1e-3], model.normalization.epsilon: [1e-6, 2.5]}"));
  }

  @Test
  void a_component_with_settings_is_named_with_them() {
    assertEquals(
        List.of("attention=linear", "attention=sliding-window,window=8"),
        variants(
            """
            task: dates
            model: {cross_attention: linear}
            grid: {model.attention: [linear, {name: sliding-window, window: 8}]}
            """));
  }

  @Test
  void settings_with_the_same_last_key_are_told_apart() {
    assertEquals(
        Map.of("a.x.size", "x.size", "a.y.size", "y.size", "a.width", "width"),
        PointName.of(List.of("a.x.size", "a.y.size", "a.width")).labels());
  }

  @Test
  void what_is_excluded_is_left_out_with_its_reason() {
    Experiment experiment =
        experiment(
            """
            task: dates
            grid: {model.attention: [scaled-dot-product, linear], model.positional_encoding: [sinusoidal, alibi]}
            exclude:
              - where: {model.attention: linear, model.positional_encoding: alibi}
                reason: linear attention has no scores to bias
            """);
    assertEquals(3, experiment.runs().size());
    assertEquals(
        List.of(
            new Exclusion(
                "attention=linear,positional_encoding=alibi",
                "linear attention has no scores to bias")),
        experiment.exclusions());
  }

  @Test
  void an_exclusion_sees_defaults_and_names_of_variants_and_lists() {
    Experiment experiment =
        experiment(
            """
            task: dates
            variants: {full: {}, linear: {model.attention: linear}}
            grid: {model.n_layers: [1, 3, 4]}
            exclude:
              - {where: {variant: linear, model.n_layers: [3, 4]}, reason: slow}
              - {where: {model.attention: scaled-dot-product, model.n_layers: 1}, reason: known}
            """);
    assertEquals(
        List.of("full,n_layers=3", "full,n_layers=4", "linear,n_layers=1"),
        experiment.runs().stream().map(RunPlan::variant).toList());
  }

  @Test
  void seeds_can_be_counted() {
    assertEquals(
        List.of(1L, 2L, 3L),
        experiment("task: dates\nseeds: 3").runs().stream().map(RunPlan::seed).toList());
  }

  @Test
  void a_point_of_the_grid_can_be_the_baseline() {
    String sweep =
        """
        task: dates
        variants: {full: {}, linear: {model.attention: linear}}
        grid: {model.n_layers: [1, 3]}
        """;
    assertEquals(
        Optional.of("linear,n_layers=3"),
        experiment(sweep + "baseline: {variant: linear, model.n_layers: 3}").header().baseline());
    assertEquals(
        Optional.of("full,n_layers=1"),
        experiment(sweep + "baseline: full,n_layers=1").header().baseline());
  }

  @Test
  void an_option_can_narrow_an_axis() {
    assertEquals(
        List.of("n_layers=3"),
        variants("task: dates\ngrid: {model.n_layers: [1, 3]}", "grid.model.n_layers=[3]"));
  }

  @Test
  void the_settings_of_a_run_of_a_grid_are_an_experiment_with_that_run() {
    RunPlan run = experiment("task: dates\ngrid: {training.learning_rate: [1e-5]}").runs().get(0);
    RunPlan again = experiment(Yaml.write(run.settings())).runs().get(0);
    assertEquals("learning_rate=1e-5", again.variant());
    assertEquals(run.composition(), again.composition());
  }

  @Test
  void a_file_is_laid_over_the_one_that_it_extends(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("base.yaml"),
        "name: base\ndescription: Why?\ntask: dates\nmodel: {n_layers: 3, d_model: 64}\nvariants: {full: {}}\n");
    Files.writeString(
        folder.resolve("wide.yaml"),
        "extends: base.yaml\nmodel.d_model: 256\nvariants: {linear: {model.attention: linear}}\n");
    Experiment experiment =
        Experiment.read(
            folder.resolve("wide.yaml"), List.of(), Samples.INSTALLED, CostModel.UNKNOWN);
    assertEquals("wide", experiment.header().name());
    assertEquals("Why?", experiment.header().description());
    assertEquals(
        List.of("full", "linear"), experiment.runs().stream().map(RunPlan::variant).toList());
    assertEquals(3, experiment.runs().get(0).composition().model().nLayers());
    assertEquals(256, experiment.runs().get(0).composition().model().dModel());
  }
}
