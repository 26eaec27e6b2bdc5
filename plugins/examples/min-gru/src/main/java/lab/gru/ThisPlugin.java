package lab.gru;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the minimal gated recurrent unit. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.attention("lab/min-gru", new MinGruMixer())
            .summary("h ← (1 − z) ⊙ h + z ⊙ h̃ with a gate z that depends on the token alone")
            .paper("Feng et al.", 2024, "arXiv:2410.01201", "§3.1"));
  }
}
