package lab.sticks;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers stick-breaking attention. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.attention("lab/stick-breaking", new StickBreakingAttention())
            .summary("β_ij Π (1 − β_il) over the keys between, with β = σ(QKᵀ / √d)")
            .paper("Tan et al.", 2024, "arXiv:2410.17980", "eq. 1 to 4"));
  }
}
