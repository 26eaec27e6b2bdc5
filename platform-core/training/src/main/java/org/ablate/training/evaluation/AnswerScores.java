package org.ablate.training.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ablate.model.SpecialToken;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;

/** Scores of written answers as a whole. */
final class AnswerScores {
  private AnswerScores() {}

  /**
   * The scores of answers.
   *
   * @param questions with the expected answers as labels
   */
  static Map<Metric, Double> of(
      Presentation presentation, List<EncodedExample> questions, List<int[]> answers) {
    return switch (presentation.comparison()) {
      case NONE -> Map.of();
      case EXACT -> Map.of(Metric.EXACT_MATCH, exactMatch(questions, answers));
      case TEXT -> ofTexts(presentation, questions, answers);
    };
  }

  private static double exactMatch(List<EncodedExample> questions, List<int[]> answers) {
    int right = 0;
    for (int i = 0; i < answers.size(); i++) {
      if (isRight(answers.get(i), questions.get(i).labels())) {
        right++;
      }
    }
    return (double) right / answers.size();
  }

  /** An unknown token is never right: the text that it stands for cannot be told from another. */
  static boolean isRight(int[] answer, int[] expected) {
    return Arrays.equals(answer, expected)
        && Arrays.stream(expected).noneMatch(id -> id == SpecialToken.UNK.id());
  }

  private static Map<Metric, Double> ofTexts(
      Presentation presentation, List<EncodedExample> questions, List<int[]> answers) {
    List<String> hypotheses = answers.stream().map(presentation::showAnswer).toList();
    List<String> references =
        questions.stream().map(question -> question.reference().orElseThrow()).toList();
    return Map.of(
        Metric.BLEU, Bleu.of(hypotheses, references), Metric.CHRF, ChrF.of(hypotheses, references));
  }
}
