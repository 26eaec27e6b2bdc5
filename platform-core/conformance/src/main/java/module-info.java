/** What every variant must do, as checks that tests and the command line run alike. */
module org.ablate.conformance {
  requires transitive org.ablate.model;
  requires org.ablate.document;
  requires org.ablate.verification;

  exports org.ablate.conformance;
}
