package ${package};

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the variants of this plugin, each under a name and with its default settings. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.attention("${namespace}/windowed", new Windowed(16))
            .summary("softmax attention to the last so many keys")
            .paper("Beltagy, Peters and Cohan", 2020, "arXiv:2004.05150", "§3.1"));
  }
}
