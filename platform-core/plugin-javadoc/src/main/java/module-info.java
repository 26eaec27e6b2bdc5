/** Keeps what authors write about components, for reference pages. */
module org.ablate.javadoc {
  requires java.compiler;

  provides javax.annotation.processing.Processor with
      org.ablate.javadoc.ComponentJavadoc;
}
