package org.ablate.report;

/** Tokens as people can see them. */
final class Visible {
  private Visible() {}

  /** White space, made visible. */
  static String of(String token) {
    return token.isEmpty() ? "∅" : token.replace(' ', '␣').replace('\n', '⏎').replace('\t', '⇥');
  }
}
