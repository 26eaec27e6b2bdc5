/** Components that documents choose by name, and those that documents define. */
module org.ablate.component {
  requires transitive org.ablate.document;
  requires transitive org.ablate.model;

  exports org.ablate.component;
}
