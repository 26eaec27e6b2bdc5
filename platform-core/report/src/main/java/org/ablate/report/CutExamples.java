package org.ablate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many examples were longer than a sequence may be, and were cut. A run keeps the numbers under
 * {@code cut/} and the name of the split.
 */
final class CutExamples {
  private static final String KEY = "cut/";

  private CutExamples() {}

  /** A sentence for each variant that has some. */
  static List<String> notes(ExperimentReport report) {
    List<String> notes = new ArrayList<>();
    for (Variant variant : report.variants()) {
      variant.runs().stream()
          .findFirst()
          .map(CutExamples::text)
          .filter(text -> !text.isEmpty())
          .ifPresent(
              text ->
                  notes.add(
                      "Examples of %s that were cut, as they have more tokens than training.max_length: %s."
                          .formatted(variant.name(), text)));
    }
    return notes;
  }

  private static String text(RunResult run) {
    List<String> parts = new ArrayList<>();
    run.summary()
        .forEach(
            (key, count) -> {
              if (key.startsWith(KEY) && count > 0) {
                parts.add(
                    String.format(Locale.ROOT, "%.0f %s", count, key.substring(KEY.length())));
              }
            });
    return String.join(", ", parts);
  }
}
