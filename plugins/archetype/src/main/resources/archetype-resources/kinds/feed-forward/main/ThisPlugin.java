package ${package};

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the variants of this plugin, each under a name and with its default settings. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.feedForward("${namespace}/leaky", new Leaky(0.01))
            .summary("leaky-relu(xW₁ + b₁) W₂ + b₂")
            .paper("Maas, Hannun and Ng", 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", "§2"));
  }
}
