package org.ablate.report;

/** Tokens as people can see them. */
final class Visible {
  /** Stands for the end of a line within a text. */
  static final char LINE_BREAK = '⏎';

  private Visible() {}

  /** White space, made visible. */
  static String of(String token) {
    return token.isEmpty()
        ? "∅"
        : token.replace(' ', '␣').replace('\n', LINE_BREAK).replace('\t', '⇥');
  }
}
