package org.ablate.testkit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.conformance.Check;
import org.ablate.conformance.Conformance;
import org.ablate.conformance.ConformanceException;
import org.ablate.conformance.Oracle;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the kit on every variant of a plugin. A plugin's own test is one line:
 *
 * <pre>{@code
 * class MyPluginTest implements ConformanceTest {
 *   public Plugin plugin() { return new MyPlugin(); }
 * }
 * }</pre>
 */
public interface ConformanceTest {

  /** The plugin whose variants are checked. */
  Plugin plugin();

  /** What variants are compared with, by name; none where nobody has written one. */
  default Map<String, Oracle> oracles() {
    return Map.of();
  }

  /** One test for each check of each variant. */
  @TestFactory
  default Stream<DynamicContainer> conforms() {
    return containers(Conformance.variants(plugin()), oracles());
  }

  /** One test for each check of the given variants; the engines are closed with the stream. */
  static Stream<DynamicContainer> containers(List<Variant> variants, Map<String, Oracle> oracles) {
    Conformance conformance = Conformance.open();
    return variants.stream()
        .map(
            variant ->
                container(
                    variant.kind() + " " + variant.name(), checks(conformance, variant, oracles)))
        .onClose(conformance::close);
  }

  private static DynamicContainer container(String subject, List<Check> checks) {
    return DynamicContainer.dynamicContainer(
        subject, checks.stream().map(check -> test(subject + ": " + check.name(), check)));
  }

  private static List<Check> checks(
      Conformance conformance, Variant variant, Map<String, Oracle> oracles) {
    Oracle oracle = oracles.get(variant.name());
    return oracle == null ? conformance.checks(variant) : conformance.checks(variant, oracle);
  }

  /**
   * One test for each combination of the given variants that can be composed, as {@link
   * Conformance#combinations} describes them.
   */
  static Stream<DynamicTest> combinations(List<Variant> variants) {
    Conformance conformance = Conformance.open();
    return conformance.combinations(variants).stream()
        .map(check -> test(check.name(), check))
        .onClose(conformance::close);
  }

  private static DynamicTest test(String subject, Check check) {
    return DynamicTest.dynamicTest(check.name(), () -> run(subject, check));
  }

  /** A failure names the variant and the check, which build tools know by their numbers alone. */
  private static void run(String subject, Check check) {
    try {
      check.run().skipped().ifPresent(reason -> Assumptions.abort(reason));
    } catch (ConformanceException e) {
      AssertionError failure =
          new AssertionError("%s: %s".formatted(subject, e.getMessage()), e.getCause());
      failure.setStackTrace(new StackTraceElement[0]); // the kit's own lines help nobody
      throw failure;
    }
  }
}
