/** From an experiment file to runs that are known to compose. */
module org.ablate.experiment {
  requires org.ablate.component;
  requires transitive org.ablate.document;
  requires transitive org.ablate.training;

  exports org.ablate.experiment;
}
