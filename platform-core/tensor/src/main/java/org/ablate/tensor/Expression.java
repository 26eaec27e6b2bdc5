package org.ablate.tensor;

/**
 * A part of a formula.
 *
 * @param text as it is written
 * @param binding how strongly its outermost operator binds
 */
record Expression(String text, Binding binding) {

  /** From the weakest to the strongest. */
  enum Binding {
    RELATION,
    SUM,
    PRODUCT,
    POWER,
    ATOM
  }

  static Expression atom(String text) {
    return new Expression(text, Binding.ATOM);
  }

  /** The text, in parentheses where it binds less than the operator around it. */
  String in(Binding around) {
    return binding.compareTo(around) < 0 ? "(" + text + ")" : text;
  }

  /** The text, in parentheses unless it binds more than the operator around it. */
  String above(Binding around) {
    return binding.compareTo(around) <= 0 ? "(" + text + ")" : text;
  }

  /** Whether it is a letter, perhaps transposed: products of such need no dot. */
  boolean isSymbol() {
    return text.matches("\\p{L}ᵀ?");
  }
}
