package org.ablate.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is reached without reading a question, by knowing how often each label and each answer
 * occurs among the examples for training: what a model must beat. A run keeps these scores beside
 * its own, under the same names after {@code trivial/}.
 */
final class TrivialScores {
  private static final String KEY = "trivial/";

  private TrivialScores() {}

  /** A sentence for variants that have the same scores; they differ with the tokenizer. */
  static List<String> notes(ExperimentReport report) {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    for (Variant variant : report.variants()) {
      scores(variant, report)
          .ifPresent(
              text -> variants.computeIfAbsent(text, t -> new ArrayList<>()).add(variant.name()));
    }
    return variants.entrySet().stream()
        .map(
            entry ->
                "Without reading, from how often labels and answers occur in training%s: %s."
                    .formatted(
                        variants.size() == 1 ? "" : ", " + String.join(", ", entry.getValue()),
                        entry.getKey()))
        .toList();
  }

  private static Optional<String> scores(Variant variant, ExperimentReport report) {
    return variant.runs().stream()
        .map(run -> text(run.summary(), report))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private static String text(Map<String, Double> summary, ExperimentReport report) {
    return report.metrics().stream()
        .filter(metric -> summary.containsKey(trivial(metric)))
        .map(metric -> metric.label() + " " + metric.unit().text(summary.get(trivial(metric))))
        .collect(Collectors.joining(", "));
  }

  private static String trivial(Metric metric) {
    return KEY + metric.key().substring(metric.key().indexOf('/') + 1);
  }
}
