package org.ablate.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ablate.statistics.Difference;
import org.ablate.statistics.Finding;
import org.ablate.statistics.MeanRank;
import org.ablate.statistics.Outcomes;
import org.ablate.statistics.Study;

/** What the seeds say about an experiment's deciding metric, and how that is written. */
final class Evidence {

  private Evidence() {}

  /** The findings by variant; empty while the baseline has no run. */
  static Map<String, Finding> of(ExperimentReport report) {
    Metric metric = report.primaryMetric();
    List<Outcomes> outcomes =
        report.variants().stream().map(variant -> variant.outcomes(metric)).toList();
    boolean higherIsBetter = metric.direction() == Metric.Direction.HIGHER_IS_BETTER;
    return report
        .baselineVariant()
        .map(baseline -> Study.of(outcomes, baseline.name(), higherIsBetter))
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(Finding::variant, Function.identity()));
  }

  /** A mean difference with its interval: {@code +3.1 [+1.2, +4.9]}. */
  static String text(Difference difference, Unit unit) {
    return unit.differenceText(difference.mean(), difference.interval());
  }

  /** A p-value in as many digits as mean something. */
  static String pValue(double p) {
    if (p < 0.001) {
      return "<0.001";
    }
    return String.format(Locale.ROOT, p < 0.1 ? "%.3f" : "%.2f", p);
  }

  /** A mean rank with its interval: {@code 1.3 (1.0–1.8)}. */
  static String text(MeanRank rank) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f–%.1f)",
        rank.mean(),
        rank.interval().low(),
        rank.interval().high());
  }
}
