package org.ablate.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything there is to show of an experiment.
 *
 * @param name the experiment's name
 * @param question what it asks, as its author put it; may be empty
 * @param createdAt when it was run
 * @param metrics what was measured at the end, the metric that decides first; not empty
 * @param variants what was compared, in the experiment's order
 * @param baseline the variant that the others are compared with; the first one if none is stated
 * @param plan what it set out to do, and what it left out
 * @param settings the resolved experiment, as YAML
 * @param environment what it ran on, name by name, in the order to show: JVM, device, libtorch …
 */
public record ExperimentReport(
    String name,
    String question,
    Instant createdAt,
    List<Metric> metrics,
    List<Variant> variants,
    Optional<String> baseline,
    SweepPlan plan,
    String settings,
    Map<String, String> environment) {

  /** Requires every part and a metric that decides. */
  public ExperimentReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(settings, "settings");
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(baseline, "baseline");
    variants = List.copyOf(variants);
    Objects.requireNonNull(plan, "plan");
    environment = Copies.inOrder(environment);
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("experiment '" + name + "' has no metric");
    }
  }

  /** The metric that decides between variants. */
  Metric primaryMetric() {
    return metrics.get(0);
  }

  /** The variant that the others are compared with; empty if it has no run yet. */
  Optional<Variant> baselineVariant() {
    return baseline.isEmpty()
        ? variants.stream().findFirst()
        : variants.stream().filter(variant -> variant.name().equals(baseline.get())).findFirst();
  }
}
