package org.ablate.plugins.tokenizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SubwordsTest {

  /** Sennrich et al. (2016), algorithm 1: low 5, lower 2, newest 6, widest 3. */
  private static final List<String> PAPER =
      texts(Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3));

  private static List<String> texts(Map<String, Integer> counts) {
    List<String> texts = new ArrayList<>();
    counts.forEach((word, count) -> texts.addAll(Collections.nCopies(count, word)));
    return texts;
  }

  private static FittedTokenizer fit(Tokenizer tokenizer, List<String> texts) {
    return tokenizer.fit(texts, DataFiles.none());
  }

  private static List<String> encoded(FittedTokenizer tokenizer, String text) {
    return IntStream.of(tokenizer.encode(text))
        .mapToObj(id -> id < 0 ? "?" : tokenizer.tokens().get(id))
        .toList();
  }

  @Test
  void the_merges_of_the_paper_are_learned() {
    FittedTokenizer tokenizer = fit(new Bpe(4, 2), PAPER);

    assertEquals(
        List.of("e s", "es t</w>", "l o", "e w"),
        ((Map<?, ?>) tokenizer.save().get("model")).get("merges"));
    assertEquals(List.of("lo", "w", "est</w>"), encoded(tokenizer, "lowest"));
  }

  @Test
  void pairs_that_are_rare_are_not_merged() {
    assertEquals(fit(new Bpe(1000, 6), PAPER).tokens(), fit(new Bpe(7, 6), PAPER).tokens());
  }

  @Test
  void a_merge_that_was_learned_first_comes_first() {
    FittedTokenizer tokenizer = fit(new Bpe(2, 1), texts(Map.of("bc", 5, "ab", 3)));

    assertEquals(List.of("a", "bc</w>"), encoded(tokenizer, "abc"));
  }

  @Test
  @Timeout(30) // a way whose time grows with the square of the length takes minutes
  void a_very_long_word_is_encoded_in_little_time() {
    FittedTokenizer tokenizer = fit(new Bpe(100, 1), PAPER);
    String word = "lowest".repeat(100_000);

    assertEquals(word, tokenizer.decode(tokenizer.encode(word)));
  }

  @Test
  void bytes_bring_every_text_back() {
    FittedTokenizer tokenizer = fit(new ByteBpe(50, 1), PAPER);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        int c = random.nextInt(Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? ' ' : c);
      }
      assertEquals(text.toString(), tokenizer.decode(tokenizer.encode(text.toString())));
    }
  }

  @Test
  void gpt_2_splits_endings_words_numbers_and_white_space() {
    assertEquals(
        List.of("It", "'s", " 10", "€", " we", "'ve", " \n", " said", ":", "  ", " '", "so", "\n"),
        Gpt2Split.of("It's 10€ we've \n said:   'so\n"));
  }

  @Test
  void word_piece_takes_the_longest_known_part() {
    Tokenizer recipe = new WordPiece(100, 1, true);
    Map<String, Object> saved = new HashMap<>(fit(recipe, PAPER).save());
    Map<String, Object> model = new HashMap<>();
    ((Map<?, ?>) saved.get("model")).forEach((key, value) -> model.put((String) key, value));
    model.put(
        "vocab", Map.of("un", 0L, "##aff", 1L, "##able", 2L, "##a", 3L, "##ff", 4L, "[UNK]", 5L));
    saved.put("model", model);
    FittedTokenizer tokenizer = recipe.restore(saved);

    assertEquals(List.of("un", "##aff", "##able"), encoded(tokenizer, "Unaffable"));
    assertEquals(List.of("?"), encoded(tokenizer, "unaffected"));
    assertEquals("unaffable un", tokenizer.decode(new int[] {0, 1, 2, 0}));
  }

  @Test
  void unigrams_choose_the_most_likely_tokens() {
    UnigramModel model =
        new UnigramModel(
            List.of("a", "b", "ab", "abb"),
            new double[] {Math.log(0.4), Math.log(0.4), Math.log(0.15), Math.log(0.05)});

    assertArrayEquals(new int[] {0, 1}, model.encode("ab")); // 0.16 > 0.15
    assertArrayEquals(new int[] {0, 1, 1}, model.encode("abb")); // 0.064 > 0.06 > 0.05
    assertArrayEquals(new int[] {0, -1, 1}, model.encode("axyb")); // what is unknown is one
  }

  @Test
  void expectations_are_those_of_all_ways_to_cut() {
    UnigramModel model =
        new UnigramModel(
            List.of("a", "b", "ab"), new double[] {Math.log(0.5), Math.log(0.3), Math.log(0.2)});
    double[] expected = new double[3];
    model.addExpectations("ab", 7, expected);

    // a b has 0.15 of 0.35, ab has 0.2 of 0.35
    assertArrayEquals(new double[] {3, 3, 4}, expected, 1e-12); // of roundings
  }

  @Test
  void unigrams_keep_every_character_and_no_more_tokens_than_are_asked_for() {
    FittedTokenizer tokenizer = fit(new Unigram(16), PAPER);

    assertTrue(tokenizer.tokens().size() <= 16);
    assertTrue(tokenizer.tokens().containsAll(List.of("▁", "l", "o", "w", "e", "r", "n", "s")));
    assertEquals("newest wide low", tokenizer.decode(tokenizer.encode("newest wide low")));
  }

  @Test
  void the_most_frequent_words_are_known() {
    FittedTokenizer tokenizer = fit(new Word(2, 1), List.of("to be, or not to be!", "be"));

    assertEquals(List.of("be", "to"), tokenizer.tokens());
    assertEquals(List.of("to", "be", "?", "?"), encoded(tokenizer, "to be, that"));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "merges must be at least 0, got -1",
        assertThrows(IllegalArgumentException.class, () -> new Bpe(-1, 1)).getMessage());
    assertEquals(
        "vocabulary_size must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new Unigram(0)).getMessage());
  }
}
