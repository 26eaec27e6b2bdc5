package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  @Test
  void paragraphs_are_plain_text() {
    RecordText text =
        RecordText.read(
            " Keys j with |i − j| &lt; {@code window}\n are seen.\n\n <p>Others are <i>not</i>.\n");

    assertEquals(
        List.of("Keys j with |i − j| < window are seen.", "Others are not."), text.paragraphs());
  }

  @Test
  void settings_have_the_keys_of_experiment_files() {
    RecordText text =
        RecordText.read(
            " Sees.\n\n @param window how many tokens,\n     itself included\n @param learnedSlopes whether\n");

    assertEquals(
        Map.of("window", "how many tokens, itself included", "learned_slopes", "whether"),
        text.settings());
  }

  @Test
  void other_tags_are_left_out() {
    RecordText text =
        RecordText.read(" Sees.\n\n @see Other\n @param window how many\n @since 1\n");

    assertEquals(List.of("Sees."), text.paragraphs());
    assertEquals(Map.of("window", "how many"), text.settings());
  }

  @Test
  void a_link_is_its_label_or_what_it_names() {
    RecordText text =
        RecordText.read(" See {@link Scope#previous} and {@link Scope#next(int) the next}.\n");

    assertEquals(List.of("See Scope.previous and the next."), text.paragraphs());
  }

  @Test
  void a_record_without_javadoc_has_no_text() {
    record Silent() {}

    assertEquals(new RecordText(List.of(), Map.of()), RecordText.of(Silent.class));
  }

  @Test
  void the_first_sentence_may_hold_numbers_and_abbreviations() {
    RecordText text = RecordText.read(" Adds 0.5 to e.g. scores. Others are left.\n");

    assertEquals("Adds 0.5 to e.g. scores.", text.firstSentence());
  }
}
