package org.ablate.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.statistics.Difference;
import org.ablate.statistics.Finding;
import org.ablate.statistics.Study;

/** What keeps numbers from being findings, in sentences. */
final class Cautions {

  /** Variants that a sentence can name and still be read. */
  private static final int NAMED = 3;

  private Cautions() {}

  static List<String> of(ExperimentReport report, Map<String, Finding> findings) {
    List<String> cautions = new ArrayList<>();
    survivors(report).ifPresent(cautions::add);
    stopped(report).ifPresent(cautions::add);
    if (report.variants().size() < 2) {
      return cautions;
    }
    report
        .baselineVariant()
        .filter(baseline -> baseline.count(RunResult.Status.STOPPED) > 0)
        .ifPresent(
            baseline ->
                cautions.add(
                    "The baseline %s was stopped early, so nothing is compared with it."
                        .formatted(baseline.name())));
    if (report.baselineVariant().isEmpty()) {
      cautions.add(
          "The baseline %s has no run yet, so nothing is compared with it."
              .formatted(report.baseline().orElseThrow()));
    }
    List<Finding> compared =
        report.variants().stream()
            .flatMap(variant -> Optional.ofNullable(findings.get(variant.name())).stream())
            .filter(finding -> finding.difference().isPresent())
            .toList();
    tooFewSeeds(compared, report).ifPresent(cautions::add);
    seedsNeeded(compared).ifPresent(cautions::add);
    return cautions;
  }

  /** Where a mean leaves out the runs that went worst. */
  private static Optional<String> survivors(ExperimentReport report) {
    List<String> losses = new ArrayList<>();
    for (Variant variant : report.variants()) {
      long lost = variant.outcomes(report.primaryMetric()).lost().size();
      if (lost > 0) {
        losses.add("%d of %d of %s".formatted(lost, variant.runs().size(), variant.name()));
      }
    }
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    String named = String.join(", ", losses.subList(0, Math.min(NAMED, losses.size())));
    String more =
        losses.size() > NAMED ? ", and of %d others".formatted(losses.size() - NAMED) : "";
    return Optional.of(
        "Runs that diverged or failed: %s%s. Means and differences are of those that finished, which may flatter; ranks count a lost run as the last."
            .formatted(named, more));
  }

  /** Where variants were trained for different numbers of steps. */
  private static Optional<String> stopped(ExperimentReport report) {
    long stopped =
        report.variants().stream()
            .filter(variant -> variant.count(RunResult.Status.STOPPED) > 0)
            .count();
    return stopped == 0
        ? Optional.empty()
        : Optional.of(
            "Successive halving stopped %d of %d variants early, by their scores on the validation split; they were trained for fewer steps than the others, and enter no mean, no difference and no rank."
                .formatted(stopped, report.variants().size()));
  }

  /** Where no result could have been clear enough. */
  private static Optional<String> tooFewSeeds(List<Finding> compared, ExperimentReport report) {
    int pairs =
        compared.stream().mapToInt(f -> f.difference().orElseThrow().pairs()).max().orElse(1);
    int comparisons = compared.isEmpty() ? report.variants().size() - 1 : compared.size();
    int fewest = Study.fewestSeeds(comparisons);
    if (pairs >= fewest) {
      return Optional.empty();
    }
    return Optional.of(
        "Too few seeds: %s cannot show a difference at the 5 %% level, however clear it is; %d are the fewest that can%s."
            .formatted(
                pairs == 1 ? "one" : Integer.toString(pairs),
                fewest,
                comparisons == 1 ? "" : " for %d comparisons".formatted(comparisons)));
  }

  /** Where more seeds would make the difference seen a finding. */
  private static Optional<String> seedsNeeded(List<Finding> compared) {
    List<Finding> open =
        compared.stream()
            .filter(finding -> finding.difference().filter(Cautions::isOpen).isPresent())
            .sorted(
                Comparator.comparingInt(
                    f -> f.difference().flatMap(Difference::pairsNeeded).orElseThrow()))
            .toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    List<String> needs = new ArrayList<>();
    for (Finding finding : open.subList(0, Math.min(NAMED, open.size()))) {
      needs.add(
          "%d for %s"
              .formatted(
                  finding.difference().flatMap(Difference::pairsNeeded).orElseThrow(),
                  finding.variant()));
    }
    String more = open.size() > NAMED ? ", more for %d others".formatted(open.size() - NAMED) : "";
    return Optional.of(
        "Seeds needed to tell the difference seen from chance, with a probability of 80 %%: %s%s."
            .formatted(String.join(", ", needs), more));
  }

  private static boolean isOpen(Difference difference) {
    return !difference.isSignificant() && difference.pairsNeeded().isPresent();
  }
}
