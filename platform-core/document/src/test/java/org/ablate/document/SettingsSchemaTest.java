package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {
  private static final Mapping RANGES =
      SettingsSchema.of(new SchemaSamples.Ranges(2, 8, 4, 3, 0.1, 0.5, 0.5, 7, Optional.empty()));

  private static final Mapping TYPES =
      SettingsSchema.of(
          new SchemaSamples.Types(
              true,
              "a",
              SchemaSamples.Side.LEFT,
              List.of(),
              new SchemaSamples.Item("b", Optional.of(false))));

  private static Map<?, ?> property(Mapping schema, String key) {
    return (Map<?, ?>) ((Map<?, ?>) schema.toJava().get("properties")).get(key);
  }

  private static Map<Object, Object> bounds(String key) {
    Map<Object, Object> bounds = new java.util.TreeMap<>(property(RANGES, key));
    bounds
        .keySet()
        .retainAll(List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"));
    return bounds;
  }

  @Test
  void whole_numbers_have_the_range_that_the_constructor_allows() {
    assertEquals(Map.of("minimum", 1L, "maximum", 12L), bounds("layers"));
  }

  @Test
  void a_refusal_that_names_another_setting_is_no_bound() {
    assertEquals(Map.of("minimum", 1L), bounds("width"));
  }

  @Test
  void numbers_between_which_some_are_refused_have_the_bound_of_the_first() {
    assertEquals(Map.of("minimum", 1L), bounds("odd"));
  }

  @Test
  void bounds_that_are_not_taken_are_exclusive() {
    assertEquals(Map.of("exclusiveMinimum", 0.0), bounds("rate"));
    assertEquals(Map.of("minimum", 0.0, "exclusiveMaximum", 1.0), bounds("part"));
    assertEquals(Map.of("minimum", 0.0, "maximum", 1.0), bounds("share"));
  }

  @Test
  void what_takes_every_number_has_no_bounds() {
    assertEquals(Map.of(), bounds("any"));
  }

  @Test
  void a_setting_that_may_be_left_out_has_a_range_too() {
    assertEquals(Map.of("minimum", 1L), bounds("steps"));
  }

  @Test
  void each_type_has_its_schema_and_its_default() {
    assertEquals(Map.of("type", "boolean", "default", true), property(TYPES, "open"));
    assertEquals(Map.of("type", "string", "default", "a"), property(TYPES, "text"));
    assertEquals(
        Map.of("enum", List.of("left", "far-right"), "default", "left"), property(TYPES, "side"));
  }

  @Test
  void records_in_lists_have_no_defaults_and_must_be_complete() {
    Map<?, ?> item = (Map<?, ?>) property(TYPES, "items").get("items");
    assertEquals(List.of("name"), item.get("required"));
    assertEquals(false, item.get("additionalProperties"));
  }

  @Test
  void records_in_records_are_laid_over_their_defaults() {
    Map<?, ?> name =
        (Map<?, ?>) ((Map<?, ?>) property(TYPES, "first").get("properties")).get("name");
    assertEquals(Map.of("type", "string", "default", "b"), name);
  }
}
