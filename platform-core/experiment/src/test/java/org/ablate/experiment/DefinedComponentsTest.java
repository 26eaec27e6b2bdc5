package org.ablate.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ablate.document.DocumentException;
import org.ablate.document.Yaml;
import org.junit.jupiter.api.Test;

class DefinedComponentsTest {
  private static final String FILE =
      """
      task: copy
      tokenizer: symbol
      define:
        my/near:
          attention: {name: sliding-window, window: 4}
          query_key_norm: rms-norm
      model: {architecture: decoder}
      variants:
        full: {}
        near: {model.attention: my/near}
      """;

  private static Experiment read(String text) {
    return Experiment.of(
        "a", Yaml.read("a.yaml", text), List.of(), ShippedExperimentsTest.builtIn());
  }

  private static List<String> problems(String text) {
    return List.of(
        assertThrows(DocumentException.class, () -> read(text)).getMessage().split("\n"));
  }

  @Test
  void a_variant_may_use_what_the_file_defines() {
    RunPlan near = read(FILE).runs().get(1);
    assertEquals("my/near", near.composition().parts().attention().name());
  }

  @Test
  void what_is_recorded_of_a_run_can_be_read_again() {
    RunPlan near = read(FILE).runs().get(1);
    RunPlan again = read(Yaml.write(near.settings())).runs().get(0);
    assertEquals(near.settings().toJava(), again.settings().toJava());
    assertEquals(near.composition().parts(), again.composition().parts());
  }

  @Test
  void the_plugins_of_its_pieces_are_recorded() {
    List<String> names =
        read(FILE).runs().get(1).composition().plugins().stream().map(p -> p.name()).toList();
    assertTrue(names.stream().anyMatch(name -> name.contains("normalization")), names.toString());
  }

  @Test
  void it_has_no_settings_at_its_use() {
    assertEquals(
        List.of("a.yaml:10:43: in variant 'near': unknown key 'window'; known: name"),
        problems(FILE.replace("my/near}", "{name: my/near, window: 3}}")));
  }

  @Test
  void what_is_wrong_in_a_definition_is_placed() {
    assertTrue(
        problems(FILE.replace("rms-norm", "rms-nrm"))
            .get(0)
            .startsWith("a.yaml:6:21: unknown normalization 'rms-nrm'; did you mean 'rms-norm'?"));
  }

  @Test
  void the_models_encoding_may_turn_what_a_definition_has_normalized() {
    RunPlan near =
        read(FILE.replace("decoder}", "decoder, positional_encoding: rotary}")).runs().get(1);
    assertEquals("rotary", near.composition().parts().positionalEncoding().name());
  }

  @Test
  void another_encoding_beside_that_of_a_definition_is_refused() {
    assertEquals(
        List.of(
            "a.yaml:7:53: in variant 'near': attention 'my/near' cannot honour rotated queries and keys, which positional encoding 'rotary' needs"),
        problems(
            FILE.replace("query_key_norm: rms-norm", "positional_encoding: rotary")
                .replace("decoder}", "decoder, positional_encoding: rotary}")));
  }
}
