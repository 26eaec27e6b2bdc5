package org.ablate.plugins.tasks;

import org.ablate.plugin.Split;

/**
 * The end of a text that is held out: first the part for choosing, then the one for reporting.
 *
 * @param validation the part of the text's characters that is for choosing
 * @param test the part of the text's characters that is for reporting
 */
record Fractions(double validation, double test) {

  Fractions {
    if (!(validation > 0 && test > 0 && validation + test < 1)) {
      throw new IllegalArgumentException(
          "validation_fraction and test_fraction must be above 0 and together below 1, got %s and %s"
              .formatted(validation, test));
    }
  }

  String part(Split split, String text) {
    int validationStart = boundary(text, 1 - validation - test);
    int testStart = boundary(text, 1 - test);
    return switch (split) {
      case TRAIN -> text.substring(0, validationStart);
      case VALIDATION -> text.substring(validationStart, testStart);
      case TEST -> text.substring(testStart);
    };
  }

  /** Where a part of the text's code points ends. */
  private static int boundary(String text, double part) {
    int codePoints = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, (int) (codePoints * part));
  }
}
