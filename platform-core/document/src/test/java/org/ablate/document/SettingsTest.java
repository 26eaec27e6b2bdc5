package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.ablate.document.Samples.Adam;
import org.ablate.document.Samples.Entry;
import org.ablate.document.Samples.Layout;
import org.ablate.document.Samples.Model;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static Mapping mapping(String yaml) {
    return (Mapping) Yaml.read("test.yaml", yaml);
  }

  @Test
  void a_missing_key_keeps_the_default() {
    assertEquals(Model.DEFAULTS, Settings.read(Mapping.empty(), Model.DEFAULTS));
  }

  @Test
  void every_key_replaces_its_default() {
    Model model =
        Settings.read(
            mapping(
                """
                d_model: 64
                n_heads: 8
                parameter_limit: 1e6
                dropout: 0
                bias: false
                note: no
                layout: interleaved
                window: 8
                seeds: [3, 4e0]
                optimizer: {learning_rate: 1e-3, beta_1: 0.95}
                """),
            Model.DEFAULTS);
    assertEquals(
        new Model(
            64,
            8,
            1_000_000,
            0.0,
            false,
            "no",
            Layout.INTERLEAVED,
            Optional.of(8),
            List.of(3, 4),
            new Adam(1e-3, 0.95)),
        model);
  }

  @Test
  void a_nested_record_keeps_the_defaults_of_its_missing_keys() {
    Model model = Settings.read(mapping("optimizer: {beta_1: 0.8}"), Model.DEFAULTS);
    assertEquals(new Adam(3e-4, 0.8), model.optimizer());
  }

  @Test
  void null_empties_an_optional() {
    assertEquals(Optional.empty(), Settings.read(mapping("window: null"), Model.DEFAULTS).window());
  }

  @Test
  void what_is_written_is_read_back() {
    String yaml = Yaml.write(Settings.write(Model.DEFAULTS));
    assertEquals(
        """
        d_model: 128
        n_heads: 4
        parameter_limit: 1099511627776
        dropout: 0.1
        bias: true
        note: none
        layout: half-split
        window: 16
        seeds: [1, 2]
        optimizer:
          learning_rate: 3.0e-4
          beta_1: 0.9
        """,
        yaml);
    Model other =
        new Model(
            1, 1, 1, 0, false, "", Layout.INTERLEAVED, Optional.empty(), List.of(), new Adam(1, 0));
    assertEquals(Model.DEFAULTS, Settings.read(mapping(yaml), other));
  }

  @Test
  void a_record_without_defaults_is_read_from_its_keys() {
    assertEquals(
        new Entry("F32", List.of(2L, 3L), Optional.empty()),
        Settings.read(mapping("{dtype: F32, shape: [2, 3]}"), Entry.class));
  }

  @Test
  void keys_that_the_caller_reads_are_passed_over() {
    Problems problems = new Problems();
    Mapping attention = mapping("{name: sliding-window, learning_rate: 0.5}");
    assertEquals(
        new Adam(0.5, 0.9),
        Settings.read(attention, new Adam(0.1, 0.9), List.of("name"), problems));
    assertTrue(problems.isEmpty());
  }

  @Test
  void what_is_fixed_is_neither_written_nor_read() {
    Runnable action = () -> {};
    SchemaSamples.Partly defaults = new SchemaSamples.Partly(1, action);

    assertEquals(List.of("width"), Settings.write(defaults).keys());
    assertEquals(new SchemaSamples.Partly(2, action), Settings.read(mapping("width: 2"), defaults));
  }
}
