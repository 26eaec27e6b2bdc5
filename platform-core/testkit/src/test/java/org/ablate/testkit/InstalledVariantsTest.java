package org.ablate.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.ablate.conformance.Conformance;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Registering a variant is being tested: those on the path are found, not listed. */
class InstalledVariantsTest {

  @TestFactory
  Stream<DynamicContainer> every_registered_variant_conforms() {
    return ConformanceTest.containers(registered(), Map.of());
  }

  @TestFactory
  Stream<DynamicTest> every_legal_combination_conforms() {
    return ConformanceTest.combinations(registered());
  }

  @Test
  void there_are_variants_to_check() {
    assertFalse(registered().isEmpty());
  }

  private static List<Variant> registered() {
    return ServiceLoader.load(Plugin.class).stream()
        .flatMap(provider -> Conformance.variants(provider.get()).stream())
        .toList();
  }
}
