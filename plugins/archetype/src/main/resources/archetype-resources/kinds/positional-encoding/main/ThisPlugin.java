package ${package};

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the variants of this plugin, each under a name and with its default settings. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.positionalEncoding("${namespace}/near", new Near(0.5))
            .summary("a penalty on scores that grows with the distance")
            .paper("Press, Smith and Lewis", 2022, "arXiv:2108.12409", "§3"));
  }
}
