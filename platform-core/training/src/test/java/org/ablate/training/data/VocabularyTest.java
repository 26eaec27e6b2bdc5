package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.FittedTokenizer;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary =
      Vocabulary.fit(new Characters(), List.of(new Example.Pair("ab", "cb")), DataFiles.none());

  @Test
  void tokens_of_the_tokenizer_follow_the_special_ones() {
    assertArrayEquals(new int[] {6, 7, 8}, vocabulary.encode("abc"));
    assertEquals(9, vocabulary.size());
  }

  @Test
  void what_the_tokenizer_does_not_know_is_the_unknown_token() {
    assertArrayEquals(new int[] {6, SpecialToken.UNK.id()}, vocabulary.encode("ax"));
  }

  @Test
  void text_is_read_back_without_special_tokens() {
    assertEquals("cab", vocabulary.decode(SpecialToken.BOS.id(), 8, 6, 7, SpecialToken.EOS.id()));
  }

  @Test
  void a_text_is_shown_with_its_special_tokens_but_for_the_end_token_at_its_end() {
    assertEquals(
        "a<unk>bc", vocabulary.show(6, SpecialToken.UNK.id(), 7, 8, SpecialToken.EOS.id()));
    assertEquals("", vocabulary.show());
  }

  @Test
  void each_token_can_be_shown() {
    assertEquals(List.of("<bos>", "a", "<eos>"), vocabulary.tokens(1, 6, 2));
  }

  /** A tokenizer whose tokens are written with a character for each byte. */
  private record OfBytes(List<String> tokens, List<String> texts) implements FittedTokenizer {
    @Override
    public int[] encode(String text) {
      return new int[] {texts.indexOf(text)};
    }

    @Override
    public String decode(int[] ids) {
      return Arrays.stream(ids).mapToObj(texts::get).collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> save() {
      return Map.of();
    }
  }

  @Test
  void tokens_of_bytes_are_shown_as_their_text_unless_they_end_within_a_character() {
    Vocabulary ofBytes =
        new Vocabulary(
            new OfBytes(
                List.of("ĠGrÃ¶ÃŁe", "Ċ", "Ã", "a"), List.of(" Größe", "\n", "\uFFFD", "a")));

    assertEquals(List.of(" Größe", "\n", "Ã", "a"), ofBytes.tokens(6, 7, 8, 9));
  }

  @Test
  void every_kind_of_example_gives_its_texts() {
    assertEquals(
        List.of("a", "b"),
        Vocabulary.fit(new Characters(), List.of(new Example.Text("ba")), DataFiles.none())
            .tokenizer()
            .tokens());
    assertEquals(
        List.of("a", "b"),
        Vocabulary.fit(new Characters(), List.of(new Example.Labeled("ba", "x")), DataFiles.none())
            .tokenizer()
            .tokens());
    assertEquals(
        List.of("a", "b"),
        Vocabulary.fit(
                new Characters(),
                List.of(new Example.Tagged(List.of("b", "a"), Tags.of(null, "x"))),
                DataFiles.none())
            .tokenizer()
            .tokens());
  }
}
