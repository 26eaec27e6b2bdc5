/** The program: its commands, and what carries them out. */
module org.ablate.app {
  requires com.google.guice;
  requires info.picocli;
  requires java.compiler;
  requires java.management;
  requires java.net.http;
  requires jakarta.inject;
  requires org.ablate.component;
  requires org.ablate.conformance;
  requires org.ablate.data;
  requires org.ablate.document;
  requires org.ablate.experiment;
  requires org.ablate.host;
  requires org.ablate.libtorch;
  requires org.ablate.model;
  requires org.ablate.onnx;
  requires org.ablate.registry;
  requires org.ablate.report;
  requires org.ablate.training;
  requires org.ablate.verification;
  requires me.tongfei.progressbar;

  // What a run came to, and what is known of a variant, are records that are written as documents.
  exports org.ablate.app.command to
      org.ablate.document;
  exports org.ablate.app.docs to
      org.ablate.document;
  exports org.ablate.app.run to
      org.ablate.document;

  opens org.ablate.app.command to
      info.picocli;
  opens org.ablate.app.command.plugin to
      info.picocli;
  opens org.ablate.app.command.runs to
      info.picocli;
  opens org.ablate.app.command.tokenizer to
      info.picocli;
  opens org.ablate.app.run to
      com.google.guice;
}
