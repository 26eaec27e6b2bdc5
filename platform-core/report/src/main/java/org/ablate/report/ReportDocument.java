package org.ablate.report;

import java.util.Map;
import java.util.Optional;
import org.ablate.document.Mapping;
import org.ablate.statistics.Finding;

/** What an experiment found, as a document for other programs. */
public final class ReportDocument {

  private ReportDocument() {}

  /**
   * The answer, what keeps it from being more, and for each variant what its seeds say about the
   * deciding metric.
   */
  public static Mapping of(ExperimentReport report) {
    ComparisonTable table = ComparisonTable.of(report);
    Map<String, Finding> findings = Evidence.of(report);
    return Mapping.empty()
        .with("experiment", report.name())
        .with("question", report.question())
        .with("answer", Answer.of(report, table))
        .with("notes", table.notes())
        .with("metric", report.primaryMetric().key())
        .with("baseline", report.baselineVariant().map(Variant::name))
        .with(
            "variants",
            table.rows().stream()
                .flatMap(row -> Optional.ofNullable(findings.get(row.variant())).stream())
                .toList());
  }
}
