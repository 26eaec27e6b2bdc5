/** Tables and pages that show what runs found. */
module org.ablate.report {
  requires transitive org.ablate.document;
  requires transitive org.ablate.statistics;

  exports org.ablate.report;
}
