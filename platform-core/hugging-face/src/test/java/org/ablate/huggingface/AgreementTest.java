package org.ablate.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugins.tokenizers.Bpe;
import org.ablate.plugins.tokenizers.ByteBpe;
import org.ablate.plugins.tokenizers.ByteTokenizer;
import org.ablate.plugins.tokenizers.CharacterTokenizer;
import org.ablate.plugins.tokenizers.SymbolTokenizer;
import org.ablate.plugins.tokenizers.Unigram;
import org.ablate.plugins.tokenizers.Word;
import org.ablate.plugins.tokenizers.WordPiece;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the platform's tokenizers save means the same to Hugging Face's library. */
class AgreementTest {
  private static final List<String> TRAINING =
      List.of(
          "the cat sat on the mat, and the other cats sat on other mats",
          "Zwei junge weiße Männer sind im Freien in der Nähe vieler Büsche.",
          "it's what they've said: 'we'll see', 10 times out of 100!",
          "naïve façades cost 3.50 € — or “more”… 東京 と 大阪",
          "lower lowest newer newest wider widest");

  private static final int FUZZED_TEXTS = 3_000;
  private static final int LONGEST_FUZZED = 40;

  private static final int FIRST_NEW_MARK = 0x2E43;
  private static final int FIRST_NEW_ACCENT = 0x8D3;
  private static final Set<Integer> SINGLE_NEW_MARKS = Set.of(0x8E2, 0x9FD, 0xA76, 0xC77, 0xC84);

  static Stream<Tokenizer> all() {
    return Stream.of(
        new CharacterTokenizer(),
        new ByteTokenizer(),
        new SymbolTokenizer(),
        new Word(60, 1),
        new Bpe(120, 1),
        new ByteBpe(150, 1),
        new WordPiece(200, 1, true),
        new WordPiece(200, 1, false),
        new Unigram(150));
  }

  @ParameterizedTest
  @MethodSource("all")
  void text_that_nobody_trained_on_has_the_same_tokens(Tokenizer tokenizer) {
    FittedTokenizer ours = tokenizer.fit(TRAINING, DataFiles.none());
    FittedTokenizer library = new HuggingFace(Optional.empty()).restore(ours.save());

    assertTrue(library.tokens().size() - ours.tokens().size() <= 1); // one for what is unknown
    for (String text : texts()) {
      requireSame(text, ours, library);
    }
  }

  private static void requireSame(String text, FittedTokenizer ours, FittedTokenizer library) {
    int unknown = ours.tokens().size(); // the file has one more token, for what is unknown
    int[] expected =
        Arrays.stream(library.encode(text))
            .map(id -> id == unknown ? FittedTokenizer.UNKNOWN : id)
            .toArray();
    int[] actual = ours.encode(text);
    if (!Arrays.equals(expected, actual)) {
      fail(
          "%s has other tokens: %s, not %s"
              .formatted(codePoints(text), Arrays.toString(actual), Arrays.toString(expected)));
    }
    boolean known = Arrays.stream(actual).noneMatch(id -> id == FittedTokenizer.UNKNOWN);
    if (known) {
      assertEquals(library.decode(expected), ours.decode(actual), codePoints(text));
    }
  }

  private static String codePoints(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.append("U+%04X ".formatted(c)));
    return shown.toString();
  }

  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                " ",
                "the mats, and the cat's",
                "  two  spaces and a tab\tand\n\n a line ",
                "They'LL  see: 'tis 1000€",
                "unlowest Wörter überall",
                "東京タワー and 大阪",
                "👩‍👩‍👧 e\u0301 ﬁ Ω",
                "lowlowlowlowlowlowlowlow".repeat(10)));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < FUZZED_TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(LONGEST_FUZZED); length > 0; length--) {
        text.appendCodePoint(codePoint(random));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /**
   * Text of the training, of the scripts of many languages, or anything that was in Unicode when
   * both the JDK and the library were made.
   */
  private static int codePoint(SplittableRandom random) {
    String known = TRAINING.get(random.nextInt(TRAINING.size()));
    return switch (random.nextInt(4)) {
      case 0, 1 -> known.codePointAt(random.nextInt(known.length()));
      case 2 -> assigned(random, 0x2100);
      default -> assigned(random, 0x30000);
    };
  }

  private static int assigned(SplittableRandom random, int bound) {
    int c = random.nextInt(bound);
    int type = Character.getType(c);
    boolean text =
        type != Character.SURROGATE && type != Character.UNASSIGNED && !isNewMark(c, type);
    return text ? c : assigned(random, bound);
  }

  /**
   * Whether a mark or a format character may be one that the library's tables for BERT, which are
   * of Unicode 8, do not know as such.
   */
  private static boolean isNewMark(int c, int type) {
    return switch (type) {
      case Character.OTHER_PUNCTUATION, Character.DASH_PUNCTUATION, Character.FORMAT ->
          c >= FIRST_NEW_MARK || SINGLE_NEW_MARKS.contains(c);
      case Character.NON_SPACING_MARK -> c >= FIRST_NEW_ACCENT;
      default -> c == 0x166D || c == 0x111C9; // symbols now that were punctuation
    };
  }
}
