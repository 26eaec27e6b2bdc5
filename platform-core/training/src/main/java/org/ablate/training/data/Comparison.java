package org.ablate.training.data;

/** How an answer is compared with the one that is expected. */
public enum Comparison {
  /** One answer is right. */
  EXACT,
  /** Several may be right: what they have in common with the expected one counts. */
  TEXT,
  /** No answer as a whole is right or wrong. */
  NONE
}
