package org.ablate.experiment;

import static org.ablate.experiment.Reading.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ablate.document.DocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepProblemsTest {
  private static final String VARIANTS =
      "task: dates\nvariants: {full: {}, linear: {model.attention: linear}}\n";

  private static String failureOf(Path file) {
    return assertThrows(
            DocumentException.class,
            () -> Experiment.read(file, List.of(), Samples.INSTALLED, CostModel.UNKNOWN))
        .getMessage();
  }

  @Test
  void an_axis_of_an_unknown_setting_is_shown_once() {
    assertEquals(
        """
        test.yaml:2:8: unknown key 'd_modle'; did you mean 'd_model'? Known: architecture, d_model, n_heads, n_layers, d_ff, dropout, stochastic_depth, tied_layers, tie_embeddings, scale_embeddings, attention, cross_attention, positional_encoding, normalization, feed_forward, placement""",
        failure("task: dates\ngrid: {model.d_modle: [64, 128]}"));
    assertEquals(
        "test.yaml:2:8: unknown key 'modle'; did you mean 'model'? Known: task, tokenizer, model, initialize, training, decoding, evaluation",
        failure("task: dates\ngrid: {modle.d_model: [64, 128]}"));
  }

  @Test
  void an_axis_is_a_list() {
    assertEquals(
        """
        test.yaml:2:23: the axis 'model.d_model' must be a list of at least one value, such as [1, 2]
        test.yaml:2:43: the axis 'model.n_layers' must be a list of at least one value, such as [1, 2]
        test.yaml:3:6: 'zip' must be a mapping from settings to lists of values, such as {model.d_model: [64, 128]}""",
        failure("task: dates\ngrid: {model.d_model: 64, model.n_layers: []}\nzip: [1]"));
  }

  @Test
  void an_axis_has_no_value_twice() {
    assertEquals(
        "test.yaml:2:31: the axis 'model.n_layers' has the value 1 twice",
        failure("task: dates\ngrid: {model.n_layers: [1, 3, 1]}"));
  }

  @Test
  void axes_in_a_zip_are_equally_long() {
    assertEquals(
        "test.yaml:2:33: axes in 'zip' go in step, but 'model.n_heads' has 1 value and 'model.d_model' has 2 values",
        failure("task: dates\nzip: {model.d_model: [64, 128], model.n_heads: [2]}"));
  }

  @Test
  void what_an_axis_would_hide_is_refused() {
    assertEquals(
        "test.yaml:2:35: 'model.n_layers' in variant 'deep' would have no effect: it is an axis at test.yaml:3:8",
        failure(
            "task: dates\nvariants: {deep: {model.n_layers: 8}}\ngrid: {model.n_layers: [1, 3]}"));
    assertEquals(
        "test.yaml:3:7: 'model.n_layers' is also an axis at test.yaml:2:8",
        failure("task: dates\ngrid: {model.n_layers: [1, 3]}\nzip: {model.n_layers: [4, 5]}"));
    assertEquals(
        "--set model.n_layers=5: 'model.n_layers' is an axis at test.yaml:2:8; to run one value of it, set grid.model.n_layers=[5]",
        failure("task: dates\ngrid: {model.n_layers: [1, 3]}", "model.n_layers=5"));
  }

  @Test
  void a_sweep_over_its_limit_says_how_many_runs_it_has() {
    assertEquals(
        "test.yaml:1:1: the sweep expands to 6 runs (2 variants × 3 seeds), more than its limit of 5; leave some out, or raise 'limit'",
        failure(VARIANTS + "seeds: 3\nlimit: 5"));
    assertEquals(
        "test.yaml:1:1: the sweep expands to 1,000,000,000,000 variants, more than its limit of 1,000; leave some out, or raise 'limit'",
        failure(
            "task: dates\ngrid: {model.d_model: &a [%s], model.n_heads: *a, model.d_ff: *a, model.n_layers: *a}"
                .formatted(
                    java.util.stream.IntStream.rangeClosed(1, 1000)
                        .mapToObj(Integer::toString)
                        .collect(java.util.stream.Collectors.joining(", ")))));
  }

  @Test
  void a_sweep_that_expands_to_nothing_is_refused() {
    assertEquals(
        "test.yaml:1:1: the sweep has no run: all of its 2 variants are excluded",
        failure(VARIANTS + "exclude: [{where: {model.n_layers: 2}, reason: none of it}]"));
  }

  @Test
  void an_exclusion_states_what_and_why() {
    assertEquals(
        """
        test.yaml:4:5: an exclusion must state its 'reason' in words: reports show it
        test.yaml:5:5: 'where' must be a mapping from settings to values, such as {model.d_model: 64}
        test.yaml:6:5: an exclusion is a mapping with the keys 'where' and 'reason'
        test.yaml:7:5: an exclusion must state its 'reason' in words: reports show it
        test.yaml:7:30: unknown key 'why'; known: where, reason""",
        failure(
            VARIANTS
                + """
                exclude:
                  - {where: {variant: full}}
                  - {reason: slow}
                  - slow
                  - {where: {variant: full}, why: slow}
                """));
  }

  @Test
  void an_exclusion_of_what_is_not_there_is_refused() {
    assertEquals(
        """
        test.yaml:4:14: no run has a setting 'model.d_modle'; did you mean 'model.d_model'?
        test.yaml:5:13: this excludes nothing: no run is like that""",
        failure(
            VARIANTS
                + """
                exclude:
                  - {where: {model.d_modle: 64}, reason: x}
                  - {where: {model.d_model: 7}, reason: x}
                """));
  }

  @Test
  void a_baseline_is_one_variant() {
    String grid = VARIANTS + "grid: {model.n_layers: [1, 3]}\n";
    assertEquals(
        "test.yaml:4:11: the baseline 'full' is 2 variants ('full,n_layers=1', 'full,n_layers=3'); state more of it, such as {variant: full, model.d_model: 64}",
        failure(grid + "baseline: full"));
    assertEquals(
        "test.yaml:4:11: the baseline is none of the variants: no run is like that",
        failure(grid + "baseline: {model.n_layers: 9}"));
    assertEquals(
        "test.yaml:4:12: no run has a setting 'model.layers'; did you mean 'model.n_layers'?",
        failure(grid + "baseline: {model.layers: 9}"));
    assertEquals(
        "test.yaml:4:11: 'baseline' must be the name of a variant, or a mapping from settings to values",
        failure(grid + "baseline: [full]"));
  }

  @Test
  void seeds_are_a_list_or_a_count() {
    assertEquals(
        "test.yaml:2:8: 'seeds' must be a list such as [1, 2, 3], or how many: at least 1",
        failure("task: dates\nseeds: 0"));
    assertEquals(
        "test.yaml:2:8: 'seeds' must be a list such as [1, 2, 3], or how many: at least 1",
        failure("task: dates\nseeds: three"));
  }

  @Test
  void only_some_of_many_variants_are_named() {
    assertEquals(
        "test.yaml:3:24: in variants 'a,n_layers=1', 'a,n_layers=3', 'a,n_layers=4' and 1 more: unknown attention 'liner'; did you mean 'linear'? Known: by-place, eight-heads, linear, scaled-dot-product, sliding-window",
        failure(
            """
            task: dates
            variants:
              a: {model.attention: liner, grid: {model.n_layers: [1, 3, 4, 5]}}
              b: {}
            """));
  }

  @Test
  void places_in_an_extended_file_stay_right(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "task: date\nmodel: {d_mode: 1}\n");
    Files.writeString(folder.resolve("wide.yaml"), "extends: base.yaml\nmodel.n_head: 2\n");
    String base = folder.resolve("base.yaml").toString();
    String wide = folder.resolve("wide.yaml").toString();
    String known =
        "Known: architecture, d_model, n_heads, n_layers, d_ff, dropout, stochastic_depth, tied_layers, tie_embeddings, scale_embeddings, attention, cross_attention, positional_encoding, normalization, feed_forward, placement";
    assertEquals(
        """
        %s:1:7: unknown task 'date'; did you mean 'dates'? Known: dates, tags, text
        %s:2:9: unknown key 'd_mode'; did you mean 'd_model'? %s
        %s:2:1: unknown key 'n_head'; did you mean 'n_heads'? %s"""
            .formatted(base, base, known, wide, known),
        failureOf(folder.resolve("wide.yaml")));
  }

  @Test
  void a_file_does_not_extend_itself(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "extends: b.yaml\ntask: dates\n");
    Files.writeString(folder.resolve("b.yaml"), "extends: ./a.yaml\n");
    assertEquals(
        folder.resolve("b.yaml") + ":1:10: the file extends itself: a.yaml → b.yaml → a.yaml",
        failureOf(folder.resolve("a.yaml")));
  }

  @Test
  void an_extended_file_that_is_not_there_is_named(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "extends: none.yaml\ntask: dates\n");
    assertEquals(
        folder.resolve("a.yaml") + ":1:10: 'none.yaml': there is no such file",
        failureOf(folder.resolve("a.yaml")));
    Files.writeString(folder.resolve("a.yaml"), "extends: [1]\ntask: dates\n");
    assertEquals(
        folder.resolve("a.yaml")
            + ":1:10: 'extends' must be the path of a file, relative to this one",
        failureOf(folder.resolve("a.yaml")));
  }

  @Test
  void a_document_in_memory_extends_nothing() {
    assertEquals(
        "test.yaml:1:1: only a file can have the key 'extends'",
        failure("extends: base.yaml\ntask: dates"));
  }
}
