package org.ablate.report;

import java.util.Map;
import java.util.stream.Collectors;

/** Text as LaTeX reads it. */
final class LatexText {

  private static final Map<Integer, String> SIGNS =
      Map.ofEntries(
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '<', "$<$"),
          Map.entry((int) '>', "$>$"),
          Map.entry((int) '±', "$\\pm$"),
          Map.entry((int) '−', "$-$"),
          Map.entry((int) '–', "--"),
          Map.entry((int) '’', "'"));

  private LatexText() {}

  /** The text with every sign that means something to LaTeX written out. */
  static String of(String text) {
    return text.codePoints()
        .mapToObj(sign -> SIGNS.getOrDefault(sign, Character.toString(sign)))
        .collect(Collectors.joining());
  }
}
