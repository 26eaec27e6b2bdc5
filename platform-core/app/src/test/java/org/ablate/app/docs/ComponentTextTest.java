package org.ablate.app.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentTextTest {

  @Test
  void paragraphs_are_plain_text() {
    ComponentText text =
        ComponentText.read(
            " Keys j with |i − j| &lt; {@code window}\n are seen.\n\n <p>Others are <i>not</i>.\n");

    assertEquals(
        List.of("Keys j with |i − j| < window are seen.", "Others are not."), text.paragraphs());
  }

  @Test
  void settings_have_the_keys_of_experiment_files() {
    ComponentText text =
        ComponentText.read(
            " Sees.\n\n @param window how many tokens,\n     itself included\n @param learnedSlopes whether\n");

    assertEquals(
        Map.of("window", "how many tokens, itself included", "learned_slopes", "whether"),
        text.settings());
  }

  @Test
  void other_tags_are_left_out() {
    ComponentText text =
        ComponentText.read(" Sees.\n\n @see Other\n @param window how many\n @since 1\n");

    assertEquals(List.of("Sees."), text.paragraphs());
    assertEquals(Map.of("window", "how many"), text.settings());
  }

  @Test
  void a_link_is_its_label_or_what_it_names() {
    ComponentText text =
        ComponentText.read(" See {@link Scope#previous} and {@link Scope#next(int) the next}.\n");

    assertEquals(List.of("See Scope.previous and the next."), text.paragraphs());
  }

  @Test
  void a_component_without_javadoc_has_no_text() {
    record Silent() implements org.ablate.plugin.Component {}

    assertEquals(new ComponentText(List.of(), Map.of()), ComponentText.of(new Silent()));
  }
}
