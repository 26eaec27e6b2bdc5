/** A program that has the platform as a library. */
module lab.embedding {
  requires org.ablate.experiment;

  uses org.ablate.plugin.Plugin;
}
