package org.ablate.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InstalledVariantsTest {

  @TestFactory
  Stream<DynamicContainer> every_registered_variant_conforms() {
    return ConformanceTest.containers(InstalledVariants.all(), Map.of());
  }

  @Test
  void there_are_variants_to_check() {
    assertFalse(InstalledVariants.all().isEmpty());
  }
}
