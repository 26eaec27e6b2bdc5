package org.ablate.report;

import java.util.Objects;

/**
 * Something that an experiment leaves out on purpose.
 *
 * @param what which combinations
 * @param reason why
 */
public record Exclusion(String what, String reason) {

  /** Requires both parts. */
  public Exclusion {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(reason, "reason");
  }
}
