package ${package};

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the variants of this plugin, each under a name and with its default settings. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.normalization("${namespace}/mean-size", new MeanSize(1e-6))
            .summary("x / (mean |x| + ε) · gain, over the width"));
  }
}
