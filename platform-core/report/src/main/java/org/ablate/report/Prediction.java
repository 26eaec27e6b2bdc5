package org.ablate.report;

import java.util.Objects;
import java.util.Optional;

/**
 * A model's answer to one question.
 *
 * @param input what it was given
 * @param expected the right answer, where there is one
 * @param predicted its answer
 */
public record Prediction(String input, Optional<String> expected, String predicted) {
  /** Requires every part. */
  public Prediction {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(predicted, "predicted");
  }

  /** The prediction on one line, and what was expected where that is another. */
  public String plain() {
    boolean right = expected.filter(predicted::equals).isPresent();
    String line =
        right
            ? "%s → %s".formatted(input, predicted)
            : "%s → %s   (expected %s)".formatted(input, predicted, expected.orElse("nothing"));
    return line.replace("\r", "").replace('\n', Visible.LINE_BREAK);
  }
}
