/** Keeps what authors write about settings, for reference pages and editors. */
module org.ablate.javadoc {
  requires java.compiler;

  provides javax.annotation.processing.Processor with
      org.ablate.javadoc.RecordJavadoc;
}
