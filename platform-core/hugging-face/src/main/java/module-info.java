/** Runs any tokenizer.json by the library of its authors. */
module org.ablate.huggingface {
  requires ai.djl.api;
  requires ai.djl.tokenizers;
  requires com.google.gson;
  requires org.ablate.document;
  requires org.ablate.host;
  requires transitive org.ablate.plugin;
  requires org.slf4j;

  exports org.ablate.huggingface;

  provides org.ablate.host.HostedPlugin with
      org.ablate.huggingface.internal.HuggingFacePlugin;
}
