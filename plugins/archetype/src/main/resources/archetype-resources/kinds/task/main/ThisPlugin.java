package ${package};

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the variants of this plugin, each under a name and with its default settings. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.task("${namespace}/twice", new Twice(8, 2, 6))
            .summary("write a sequence of symbols twice"));
  }
}
