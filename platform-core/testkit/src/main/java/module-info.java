/** Makes JUnit tests of the checks that every variant must pass. */
module org.ablate.testkit {
  requires transitive org.ablate.conformance;
  requires transitive org.junit.jupiter.api;

  exports org.ablate.testkit;
}
