package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Samples.Broken;
import org.ablate.document.Samples.Entry;
import org.ablate.document.Samples.Model;
import org.ablate.document.Samples.Plain;
import org.ablate.document.Samples.Unreadable;
import org.junit.jupiter.api.Test;

class SettingsProblemsTest {

  record Hidden(int size) {}

  private static String failure(String yaml) {
    Mapping mapping = (Mapping) Yaml.read("test.yaml", yaml);
    return Failure.of(() -> Settings.read(mapping, Model.DEFAULTS));
  }

  @Test
  void an_unknown_key_is_shown_with_the_nearest_and_all_known_ones() {
    assertEquals(
        "test.yaml:1:1: unknown key 'n_head'; did you mean 'n_heads'? Known: d_model, n_heads, parameter_limit, dropout, bias, note, layout, window, seeds, optimizer",
        failure("n_head: 4"));
  }

  @Test
  void a_key_for_a_record_without_settings_is_unknown() {
    Mapping mapping = (Mapping) Yaml.read("test.yaml", "x: 4");
    assertEquals(
        "test.yaml:1:1: unknown key 'x'; there are none to choose from",
        Failure.of(() -> Settings.read(mapping, new Plain())));
  }

  @Test
  void a_word_is_no_whole_number() {
    assertEquals(
        "test.yaml:1:10: 'n_heads' must be a whole number, but is the text 'four'",
        failure("n_heads: four"));
  }

  @Test
  void a_fraction_is_no_whole_number() {
    assertEquals(
        "test.yaml:1:10: 'n_heads' must be a whole number, but is 4.5", failure("n_heads: 4.5"));
  }

  @Test
  void a_number_too_large_is_shown_with_the_range() {
    assertEquals(
        "test.yaml:1:10: 'n_heads' must be a whole number from -2147483648 to 2147483647, but is 3000000000",
        failure("n_heads: 3000000000"));
    assertEquals(
        "test.yaml:1:18: 'parameter_limit' must be a whole number from -9223372036854775808 to 9223372036854775807, but is 1.0E30",
        failure("parameter_limit: 1e30"));
  }

  @Test
  void nothing_is_no_value() {
    assertEquals(
        "test.yaml:1:9: 'n_heads' must be a whole number, but is empty", failure("n_heads:"));
  }

  @Test
  void a_text_is_no_number() {
    assertEquals(
        "test.yaml:1:10: 'dropout' must be a number, but is the text '0,1'",
        failure("dropout: 0,1"));
  }

  @Test
  void yes_is_no_boolean() {
    assertEquals(
        "test.yaml:1:7: 'bias' must be true or false, but is the text 'yes'", failure("bias: yes"));
  }

  @Test
  void a_number_is_no_text() {
    assertEquals(
        "test.yaml:1:7: 'note' must be text, but is 5; write it in quotes", failure("note: 5"));
  }

  @Test
  void an_unknown_constant_is_shown_with_the_nearest_and_all_known_ones() {
    assertEquals(
        "test.yaml:1:9: unknown value of 'layout' 'halfsplit'; did you mean 'half-split'? Known: half-split, interleaved",
        failure("layout: halfsplit"));
  }

  @Test
  void a_constant_of_another_type_is_refused() {
    assertEquals(
        "test.yaml:1:9: 'layout' must be one of half-split, interleaved, but is 1",
        failure("layout: 1"));
  }

  @Test
  void one_value_is_no_list() {
    assertEquals(
        "test.yaml:1:8: 'seeds' must be a list such as [a, b], but is 1", failure("seeds: 1"));
  }

  @Test
  void every_wrong_item_of_a_list_is_shown() {
    assertEquals(
        """
        test.yaml:1:9: item 1 of 'seeds' must be a whole number, but is the text 'a'
        test.yaml:1:15: item 3 of 'seeds' must be a whole number, but is a list""",
        failure("seeds: [a, 2, [3]]"));
  }

  @Test
  void a_value_in_an_optional_has_its_type() {
    assertEquals(
        "test.yaml:1:9: 'window' must be a whole number, but is a mapping", failure("window: {}"));
  }

  @Test
  void a_word_is_no_nested_record() {
    assertEquals(
        "test.yaml:1:12: 'optimizer' must be a mapping with keys among learning_rate, beta_1, but is the text 'adam'",
        failure("optimizer: adam"));
  }

  @Test
  void a_value_out_of_range_is_blamed_where_it_is_written() {
    assertEquals(
        "test.yaml:2:10: dropout must be in [0, 1), got 1.5", failure("d_model: 64\ndropout: 1.5"));
  }

  @Test
  void every_value_out_of_range_is_blamed() {
    assertEquals(
        """
        test.yaml:1:10: dropout must be in [0, 1), got 1.5
        test.yaml:2:9: window must be at least 1, got 0
        test.yaml:3:28: learning_rate must be above 0, got -1.0""",
        failure("dropout: 1.5\nwindow: 0\noptimizer: {learning_rate: -1}"));
  }

  @Test
  void values_that_do_not_go_together_are_blamed_together() {
    assertEquals(
        "test.yaml:1:1: d_model must be a multiple of n_heads, but 100 is none of 3",
        failure("d_model: 100\nn_heads: 3"));
  }

  @Test
  void all_problems_are_shown_at_once_from_top_to_bottom() {
    assertEquals(
        """
        test.yaml:1:13: unknown key 'learning'; did you mean 'learning_rate'? Known: learning_rate, beta_1
        test.yaml:2:1: unknown key 'droput'; did you mean 'dropout'? Known: d_model, n_heads, parameter_limit, dropout, bias, note, layout, window, seeds, optimizer
        test.yaml:3:10: 'n_heads' must be a whole number, but is true
        test.yaml:4:10: dropout must be in [0, 1), got 2.0""",
        failure("optimizer: {learning: 1}\ndroput: 0\nn_heads: true\ndropout: 2"));
  }

  @Test
  void a_key_that_has_no_default_must_be_there() {
    Mapping mapping = (Mapping) Yaml.read("test.yaml", "a: {dtype: F32}");
    assertEquals(
        "test.yaml:1:4: the key 'shape' is missing",
        Failure.of(() -> Settings.read((Mapping) mapping.get("a").orElseThrow(), Entry.class)));
  }

  @Test
  void a_record_that_is_not_public_is_refused() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Settings.read(Mapping.empty(), new Hidden(1)));
    assertEquals(
        "settings must be public records, but org.ablate.document.SettingsProblemsTest$Hidden is not public",
        refusal.getMessage());
  }

  @Test
  void a_default_that_is_null_is_refused_before_anything_is_read() {
    assertEquals(
        "the default of 'dtype' is null; make it an Optional",
        assertThrows(
                IllegalArgumentException.class,
                () -> Settings.requireReadable(new Entry(null, List.of(), Optional.empty())))
            .getMessage());
  }

  @Test
  void settings_of_every_supported_type_are_readable() {
    assertDoesNotThrow(() -> Settings.requireReadable(Model.DEFAULTS));
  }

  @Test
  void a_component_of_an_unsupported_type_is_refused() {
    Mapping mapping = Mapping.empty().with("table", Map.of());
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Settings.read(mapping, new Unreadable(Map.of())));
    assertEquals(
        "'table' is of the type java.util.Map<java.lang.String, java.lang.String>; settings are int, long, double, boolean, String, enums, records, sealed interfaces of records, and List and Optional of these",
        refusal.getMessage());
  }

  @Test
  void a_constructor_with_a_fault_of_its_own_is_no_problem_of_the_document() {
    var failure =
        assertThrows(
            IllegalStateException.class,
            () -> Settings.read(Mapping.empty().with("size", 1), Broken.class));
    assertEquals(
        "the constructor of org.ablate.document.Samples$Broken failed: java.util.NoSuchElementException",
        failure.getMessage());
  }
}
