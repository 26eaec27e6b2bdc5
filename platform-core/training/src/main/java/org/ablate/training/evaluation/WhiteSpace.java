package org.ablate.training.evaluation;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** White space as Python has it, whose programs define the scores of texts. */
final class WhiteSpace {
  private static final String ONE = "[\\s\\u001c-\\u001f]";
  private static final Pattern SOME = Pattern.compile(ONE + "+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern AT_END =
      Pattern.compile(ONE + "+$", Pattern.UNICODE_CHARACTER_CLASS);

  private WhiteSpace() {}

  /** What stands between white space. */
  static List<String> split(String text) {
    return Stream.of(SOME.split(text)).filter(part -> !part.isEmpty()).toList();
  }

  static String withoutEnd(String text) {
    return AT_END.matcher(text).replaceAll("");
  }

  static String without(String text) {
    return SOME.matcher(text).replaceAll("");
  }
}
