package org.ablate.plugins.tokenizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.Variant;
import org.ablate.plugins.tokenizers.internal.TokenizersPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizersTest {
  private static final List<String> TEXTS =
      List.of("2026年11月21日", "a \\ b\n\tc\u2028d\u00a0\u200f", "😀 ü", "\\u{41} ta’ ك");

  static Stream<Tokenizer> all() {
    return registered().stream().map(variant -> (Tokenizer) variant.defaults());
  }

  private static List<Variant> registered() {
    List<Variant> variants = new ArrayList<>();
    new TokenizersPlugin().register(variants::add);
    return variants;
  }

  @Test
  void the_plugin_registers_these_tokenizers() {
    assertEquals(
        List.of("character", "byte", "symbol", "word", "bpe", "byte-bpe", "word-piece", "unigram"),
        registered().stream().map(Variant::name).toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void what_was_saved_encodes_as_before(Tokenizer tokenizer) {
    FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());
    FittedTokenizer restored = tokenizer.restore(fitted.save());

    assertEquals(fitted.tokens(), restored.tokens());
    for (String text : TEXTS) {
      assertArrayEquals(fitted.encode(text), restored.encode(text));
      assertEquals(fitted.decode(known(text, fitted)), restored.decode(known(text, restored)));
    }
  }

  private static int[] known(String text, FittedTokenizer tokenizer) {
    return IntStream.of(tokenizer.encode(text)).filter(id -> id >= 0).toArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  void no_two_tokens_are_the_same(Tokenizer tokenizer) {
    List<String> tokens = tokenizer.fit(TEXTS, DataFiles.none()).tokens();

    assertEquals(tokens.stream().distinct().toList(), tokens);
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_order_of_the_texts_does_not_matter(Tokenizer tokenizer) {
    assertEquals(
        tokenizer.fit(List.of("c a", "b"), DataFiles.none()).tokens(),
        tokenizer.fit(List.of("b", "a c"), DataFiles.none()).tokens());
  }

  @ParameterizedTest
  @MethodSource("all")
  void an_empty_text_has_no_tokens(Tokenizer tokenizer) {
    FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());

    assertEquals(0, fitted.encode("").length);
    assertEquals("", fitted.decode(new int[0]));
  }

  @Test
  void characters_and_bytes_come_back_as_they_were() {
    for (Tokenizer tokenizer : List.of(new CharacterTokenizer(), new ByteTokenizer())) {
      FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());
      for (String text : TEXTS) {
        assertEquals(text, fitted.decode(fitted.encode(text)));
      }
    }
  }

  @Test
  void bytes_know_every_text_without_having_seen_it() {
    String everything =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    FittedTokenizer fitted = new ByteTokenizer().fit(List.of(), DataFiles.none());

    assertEquals(everything, fitted.decode(fitted.encode(everything)));
  }

  @Test
  void bytes_that_are_no_utf_8_are_decoded_as_the_replacement_character() {
    assertEquals(
        "a\ufffd",
        new ByteTokenizer().fit(List.of(), DataFiles.none()).decode(new int[] {'a', 0xFF}));
  }

  @Test
  void a_byte_that_cannot_be_seen_is_shown_in_hexadecimal() {
    List<String> tokens = new ByteTokenizer().fit(List.of(), DataFiles.none()).tokens();

    assertEquals(List.of("<0x20>", "!"), tokens.subList(32, 34));
  }

  @Test
  void a_character_is_a_code_point() {
    FittedTokenizer fitted = new CharacterTokenizer().fit(List.of("😀 u\u0308"), DataFiles.none());

    assertEquals(List.of(" ", "u", "\u0308", "😀"), fitted.tokens());
    assertArrayEquals(new int[] {3, 0, 1, 2}, fitted.encode("😀 u\u0308"));
  }

  @Test
  void symbols_are_what_stands_between_white_space() {
    FittedTokenizer fitted = new SymbolTokenizer().fit(List.of("b a", "c"), DataFiles.none());

    assertArrayEquals(new int[] {0, 2, 1}, fitted.encode("  a c\tb\u2003"));
    assertEquals("a c b", fitted.decode(new int[] {0, 2, 1}));
  }

  @Test
  void what_was_never_seen_is_unknown() {
    int[] unknown = {FittedTokenizer.UNKNOWN};

    assertArrayEquals(unknown, new CharacterTokenizer().fit(TEXTS, DataFiles.none()).encode("z"));
    assertArrayEquals(unknown, new SymbolTokenizer().fit(TEXTS, DataFiles.none()).encode("z"));
  }

  @Test
  void files_have_the_pipeline_that_other_programs_run() {
    Map<String, Object> saved = new SymbolTokenizer().fit(List.of("b a"), DataFiles.none()).save();

    assertEquals(Map.of("type", "WhitespaceSplit"), saved.get("pre_tokenizer"));
    assertEquals(
        Map.of(
            "type",
            "WordLevel",
            "vocab",
            Map.of("a", 0L, "b", 1L, "[UNK]", 2L),
            "unk_token",
            "[UNK]"),
        saved.get("model"));
  }

  @Test
  void the_file_of_another_scheme_is_refused() {
    assertEquals(
        "this is not the file of a 'symbol' tokenizer: its pre_tokenizer is Split, not WhitespaceSplit; the tokenizer 'hugging-face' reads files of any scheme",
        refusal(new SymbolTokenizer(), saved(new CharacterTokenizer())));
    assertEquals(
        "this is not the file of a 'byte' tokenizer: its model is WordLevel, not BPE; the tokenizer 'hugging-face' reads files of any scheme",
        refusal(new ByteTokenizer(), saved(new CharacterTokenizer())));
    assertEquals(
        "this is not the file of a 'symbol' tokenizer: its decoder is Fuse, not missing; the tokenizer 'hugging-face' reads files of any scheme",
        refusal(new SymbolTokenizer(), with(saved(new SymbolTokenizer()), "decoder", "Fuse")));
  }

  @Test
  void what_is_no_tokenizer_file_is_refused() {
    assertEquals(
        "this is no tokenizer file of Hugging Face's format: it has no 'model'",
        refusal(new ByteTokenizer(), Map.of("a", 1)));
  }

  @Test
  void a_damaged_vocabulary_is_refused() {
    assertEquals(
        "the tokenizer file is damaged: no token of 2 has the id 1",
        refusal(new SymbolTokenizer(), symbols(Map.of("vocab", Map.of("a", 0L, "b", 2L)))));
    assertEquals(
        "the tokenizer file is damaged: its model has no 'vocab'",
        refusal(new SymbolTokenizer(), symbols(Map.of())));
  }

  private static Map<String, Object> saved(Tokenizer tokenizer) {
    return tokenizer.fit(TEXTS, DataFiles.none()).save();
  }

  private static Map<String, Object> with(Map<String, Object> saved, String part, String type) {
    Map<String, Object> changed = new HashMap<>(saved);
    changed.put(part, Map.of("type", type));
    return changed;
  }

  /** A file of a tokenizer of symbols with another model. */
  private static Map<String, Object> symbols(Map<String, Object> model) {
    Map<String, Object> changed = new HashMap<>(saved(new SymbolTokenizer()));
    Map<String, Object> typed = new HashMap<>(model);
    typed.put("type", "WordLevel");
    changed.put("model", typed);
    return changed;
  }

  private static String refusal(Tokenizer tokenizer, Map<String, Object> saved) {
    return assertThrows(IllegalArgumentException.class, () -> tokenizer.restore(saved))
        .getMessage();
  }
}
