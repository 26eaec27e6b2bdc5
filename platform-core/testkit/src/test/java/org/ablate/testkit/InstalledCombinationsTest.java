package org.ablate.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Beside {@link InstalledVariantsTest}, so that both are run at once. */
class InstalledCombinationsTest {

  @TestFactory
  Stream<DynamicTest> every_legal_combination_conforms() {
    return ConformanceTest.combinations(InstalledVariants.all());
  }
}
