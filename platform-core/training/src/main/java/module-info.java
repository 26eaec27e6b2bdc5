/** From examples to a trained, evaluated model. */
module org.ablate.training {
  requires org.ablate.document;
  requires transitive org.ablate.libtorch;
  requires transitive org.ablate.model;

  exports org.ablate.training;
  exports org.ablate.training.checkpoint;
  exports org.ablate.training.data;
  exports org.ablate.training.decoding;
  exports org.ablate.training.evaluation;
  exports org.ablate.training.loop;
}
