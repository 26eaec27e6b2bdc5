package org.ablate.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ablate.component.ImportedAttention;
import org.ablate.component.ImportedComponent;
import org.ablate.conformance.Check;
import org.ablate.conformance.Conformance;
import org.ablate.conformance.ConformanceException;
import org.ablate.conformance.Measure;
import org.ablate.conformance.Outcome;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.onnx.Provider;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;

/** Checks installed variants with the conformance kit. */
public final class VariantChecks implements AutoCloseable {

  /**
   * What became of the checks of a variant, or of all combinations of variants.
   *
   * @param subject what was checked, such as {@code attention linear}
   * @param passed how many checks it passed
   * @param reasons why checks were skipped, for each that was
   * @param gradientError the largest difference of a gradient from finite differences
   * @param onnxDifference the largest |a − b| of libtorch and ONNX Runtime
   */
  public record Verified(
      String subject,
      int passed,
      List<String> reasons,
      Optional<Double> gradientError,
      Optional<Double> onnxDifference,
      double durationSeconds,
      List<Failure> failures) {

    /** How many checks there were to pass. */
    public int checks() {
      return passed + failures.size();
    }

    /** How many checks did not apply. */
    public int skipped() {
      return reasons.size();
    }
  }

  /**
   * A check that a variant did not pass.
   *
   * @param check its name
   * @param message what is wrong and where to look
   */
  public record Failure(String check, String message) {}

  /** Some hundred roundings of float32 (6e-8 each), relative to numbers of up to ten. */
  private static final double FLOAT32_ROUNDING = 1e-4;

  /** Of each axis that a file leaves open. */
  private static final long SIZE = 5;

  private static final long SEED = 1;

  private final Conformance conformance = Conformance.open();

  /** All checks of a variant. */
  public Verified variant(InstalledVariant installed) {
    Variant variant = installed.variant();
    if (variant.defaults() instanceof ImportedComponent imported) {
      return imported(variant, imported);
    }
    return verified(variant.kind().key() + " " + variant.name(), conformance.checks(variant));
  }

  /**
   * What is imported is compared with ONNX Runtime on the file itself; an attention must honour the
   * mask that it takes, too.
   */
  private static Verified imported(Variant variant, ImportedComponent imported) {
    long start = System.nanoTime();
    double difference =
        imported.graph().largestDifference(OnnxRuntime.open(Provider.CPU), SIZE, SEED);
    Optional<Double> leak =
        imported instanceof ImportedAttention attention
            ? attention.largestLeak(SEED)
            : Optional.empty();
    List<Failure> failures = new ArrayList<>();
    if (!(difference <= FLOAT32_ROUNDING)) {
      failures.add(
          new Failure(
              "ONNX Runtime agrees on the file itself",
              String.format(
                  Locale.ROOT,
                  "the largest difference is %.2g, and roundings explain %.2g",
                  difference,
                  FLOAT32_ROUNDING)));
    }
    leak.filter(change -> !(change <= FLOAT32_ROUNDING))
        .ifPresent(
            change ->
                failures.add(
                    new Failure(
                        "what the mask hides changes nothing",
                        String.format(
                            Locale.ROOT,
                            "a key that the mask hides from a query changes what the query gets by %.2g; 'mask' must be true where a query may attend",
                            change))));
    int checks = leak.isPresent() ? 2 : 1;
    return new Verified(
        variant.kind().key() + " " + variant.name(),
        checks - failures.size(),
        List.of(),
        Optional.empty(),
        Optional.of(difference),
        (System.nanoTime() - start) / 1e9,
        failures);
  }

  /** All combinations of variants; those that cannot be composed are skipped. */
  public Verified combinations(List<InstalledVariant> installed) {
    List<Variant> variants =
        installed.stream()
            .map(InstalledVariant::variant)
            .filter(variant -> !(variant.defaults() instanceof ImportedComponent))
            .toList();
    return verified("combinations", conformance.combinations(variants));
  }

  private static Verified verified(String subject, List<Check> checks) {
    long start = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (Check check : checks) {
      try {
        outcomes.add(check.run());
      } catch (ConformanceException e) {
        failures.add(new Failure(check.name(), e.getMessage()));
      }
    }
    List<String> reasons =
        outcomes.stream().map(Outcome::skipped).flatMap(Optional::stream).toList();
    return new Verified(
        subject,
        outcomes.size() - reasons.size(),
        reasons,
        largest(outcomes, Measure.GRADIENT_ERROR),
        largest(outcomes, Measure.ONNX_DIFFERENCE),
        (System.nanoTime() - start) / 1e9,
        failures);
  }

  private static Optional<Double> largest(List<Outcome> outcomes, Measure measure) {
    return outcomes.stream()
        .map(Outcome::measured)
        .filter(measured -> measured.containsKey(measure))
        .map(measured -> measured.get(measure))
        .max(Double::compare);
  }

  @Override
  public void close() {
    conformance.close();
  }
}
