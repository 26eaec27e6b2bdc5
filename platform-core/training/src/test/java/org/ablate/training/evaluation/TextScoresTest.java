package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** BLEU and chrF beside what sacrebleu 2.6.0 gives for the same texts. */
class TextScoresTest {
  private static final double ROUNDING = 1e-10; // of sums in another order

  static Stream<Arguments> corpora() {
    return Stream.of(
        Arguments.of(
            List.of(
                "A man in an orange hat starring at something.",
                "A Boston Terrier is running on lush green grass in front of a white fence.",
                "Five people wearing winter jackets and helmets stand in the snow, with snowmobiles in the background."),
            List.of(
                "A man in an orange hat is staring at something.",
                "A Boston Terrier runs on lush green grass in front of a white fence.",
                "Five people in winter jackets and helmets are standing in the snow, with snowmobiles in the background."),
            68.91831901914216,
            85.75712894410039),
        Arguments.of(
            List.of("the cat", "a b"),
            List.of("the cat sat on the mat", "x y z"),
            0.0,
            25.207047411551848),
        Arguments.of(
            List.of(
                "It costs $3.50 - about 1,000% more than \"AT&amp;T's\" e-mail (2-3).  ",
                "Größe: 10-mal … naïve\u00a0café!"),
            List.of(
                "It costs $3.50 -- about 1,000 % more than \"AT&T's\" email (2-3).",
                "Größe: 10-mal mehr … naive\u00a0café!"),
            66.63737500481754,
            76.48401429477131),
        Arguments.of(List.of("x x x", "y"), List.of("a b c", "d"), 0.0, 0.0),
        Arguments.of(
            List.of("a b c d e f g h", "completely wrong words in this sentence now"),
            List.of("a b c d x f g h", "nothing here is right at all today"),
            27.15688000208878,
            19.52263800602634),
        Arguments.of(
            List.of("a x b y c z d w"),
            List.of("a b c d e f g h"),
            7.809849842300637,
            8.333333333333332));
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void scores_are_those_of_sacrebleu(
      List<String> hypotheses, List<String> references, double bleu, double chrF) {
    assertEquals(bleu, Bleu.of(hypotheses, references), ROUNDING);
    assertEquals(chrF, ChrF.of(hypotheses, references), ROUNDING);
  }

  @Test
  void tokens_are_those_of_mteval_13a() {
    assertEquals(
        List.of(
            "It", "costs", "$", "3.50", "-", "about", "1,000", "%", "more", "than", "\"", "AT", "&",
            "T's", "\"", "e-mail", "(", "2", "-", "3", ")", "."),
        Bleu.Tokens13a.of(
            "It costs $3.50 - about 1,000% more than \"AT&amp;T's\" e-mail (2-3).  "));
  }
}
