package org.ablate.training.decoding;

/**
 * An answer that is being written. Beam search has several beginnings of it at once, the others
 * one.
 */
public sealed interface Answer permits SingleAnswer, Beam {

  /**
   * Appends a token to each beginning.
   *
   * @param logits for each beginning that is open, in their order, the logits of all tokens; they
   *     may be overwritten
   */
  void extend(double[][] logits);

  /** How many beginnings are open: one at first, none once the answer is complete. */
  int open();

  /** For each beginning that is open, which of those before the last extension it continues. */
  int[] parents();

  /** For each beginning that is open, its last token. */
  int[] lastTokens();

  /** With which tokens the answer begins, whatever comes next. */
  int[] certain();

  /** The best answer so far, up to and with the end token where it has been written. */
  int[] best();
}
