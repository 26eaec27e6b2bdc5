package org.ablate.conformance;

import java.util.List;

/** Default settings that a task or a tokenizer refuses, as where its user must name a file. */
final class Refusal {
  private Refusal() {}

  /**
   * One check that is skipped with the reason, where the settings are refused; otherwise the
   * checks.
   *
   * @param first throws {@link IllegalArgumentException} if they are refused
   */
  static List<Check> or(Runnable first, List<Check> checks) {
    try {
      first.run();
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      return List.of(
          new Check("its default settings can be checked", () -> Outcome.skipped(reason)));
    } catch (RuntimeException e) {
      return checks; // which fail with it
    }
    return checks;
  }
}
