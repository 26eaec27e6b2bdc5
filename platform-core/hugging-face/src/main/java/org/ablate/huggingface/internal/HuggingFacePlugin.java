package org.ablate.huggingface.internal;

import java.util.Optional;
import org.ablate.host.HostedPlugin;
import org.ablate.huggingface.HuggingFace;
import org.ablate.plugin.Catalog;
import org.ablate.plugin.Variant;

/** Registers the tokenizer that reads files of any scheme. */
public final class HuggingFacePlugin implements HostedPlugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.tokenizer("hugging-face", new HuggingFace(Optional.empty()))
            .summary("any tokenizer.json, by Hugging Face's own library"));
  }
}
