package org.ablate.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Json;
import org.ablate.document.Node;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugins.tokenizers.ByteBpe;
import org.junit.jupiter.api.Test;

class HuggingFaceTest {
  private static final String SAVED =
      Json.write(
          Node.of(new ByteBpe(20, 1).fit(List.of("low lower lowest"), DataFiles.none()).save()));

  /** A file for every path. */
  private record OneFile(String text) implements DataFiles {
    @Override
    public String text(String path) {
      return text;
    }

    @Override
    public List<List<String>> rows(String path, List<String> columns) {
      throw new AssertionError("no table is read");
    }

    @Override
    public DataSet dataSet(String name) {
      throw new AssertionError("no data set is read");
    }
  }

  private static FittedTokenizer fit(String file) {
    return new HuggingFace(Optional.of("t.json")).fit(List.of("nothing"), new OneFile(file));
  }

  private static String refusal(String file) {
    return assertThrows(IllegalArgumentException.class, () -> fit(file)).getMessage();
  }

  @Test
  void a_file_is_read_and_nothing_is_learned() {
    FittedTokenizer tokenizer = fit(SAVED);

    assertEquals("a lowest day", tokenizer.decode(tokenizer.encode("a lowest day")));
    assertEquals(
        List.of("Ġlowest"), List.of(tokenizer.tokens().get(tokenizer.encode(" lowest")[0])));
  }

  @Test
  void what_was_saved_encodes_as_before() {
    FittedTokenizer tokenizer = fit(SAVED);
    FittedTokenizer restored = new HuggingFace(Optional.empty()).restore(tokenizer.save());

    assertArrayEquals(tokenizer.encode("slower"), restored.encode("slower"));
  }

  @Test
  void a_text_longer_than_the_file_allows_is_not_cut() {
    String truncating =
        SAVED.replace(
            "\"truncation\":null",
            "\"truncation\":{\"direction\":\"Right\",\"max_length\":2,\"strategy\":\"LongestFirst\",\"stride\":0}");

    assertEquals(6, fit(truncating).encode("zzzzzz").length);
  }

  @Test
  void a_tokenizer_without_a_file_says_what_to_set() {
    assertEquals(
        "the tokenizer 'hugging-face' needs a file: set 'file' to the path of a tokenizer.json",
        assertThrows(
                IllegalArgumentException.class,
                () -> new HuggingFace(Optional.empty()).fit(List.of(), DataFiles.none()))
            .getMessage());
  }

  @Test
  void what_is_no_tokenizer_file_is_refused() {
    assertEquals("t.json: this is no tokenizer file: it is no JSON object", refusal("[]"));
    assertEquals(
        "this is no tokenizer file of Hugging Face's format: it has no 'model'", refusal("{}"));
    assertEquals(
        "Hugging Face's library does not take the tokenizer file",
        refusal("{\"model\": {\"type\": \"None\"}}").split(":")[0]);
  }

  @Test
  void tokens_that_were_added_are_known() {
    assertEquals(
        List.of("a", "[CLS]"),
        new HuggingFace(Optional.empty())
            .restore(
                Map.of(
                    "version",
                    "1.0",
                    "added_tokens",
                    List.of(
                        Map.of(
                            "id",
                            1,
                            "content",
                            "[CLS]",
                            "single_word",
                            false,
                            "lstrip",
                            false,
                            "rstrip",
                            false,
                            "normalized",
                            false,
                            "special",
                            true)),
                    "model",
                    Map.of("type", "WordLevel", "vocab", Map.of("a", 0), "unk_token", "a")))
            .tokens());
  }
}
