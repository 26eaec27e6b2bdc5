/** Components that documents choose by name, and those that documents define. */
module org.ablate.component {
  requires transitive org.ablate.document;
  requires transitive org.ablate.model;
  requires transitive org.ablate.onnx;

  exports org.ablate.component;
}
