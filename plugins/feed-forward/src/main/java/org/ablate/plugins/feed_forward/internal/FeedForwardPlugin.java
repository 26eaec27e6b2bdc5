package org.ablate.plugins.feed_forward.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.feed_forward.Bilinear;
import org.ablate.plugins.feed_forward.Geglu;
import org.ablate.plugins.feed_forward.Gelu;
import org.ablate.plugins.feed_forward.Glu;
import org.ablate.plugins.feed_forward.MixtureOfExperts;
import org.ablate.plugins.feed_forward.None;
import org.ablate.plugins.feed_forward.Reglu;
import org.ablate.plugins.feed_forward.Relu;
import org.ablate.plugins.feed_forward.ReluSquared;
import org.ablate.plugins.feed_forward.Silu;
import org.ablate.plugins.feed_forward.Swiglu;

/** Registers the built-in feed-forwards. */
public final class FeedForwardPlugin implements Plugin {
  /** The part of the stated width with which a gated one has as many parameters as an ungated. */
  private static final double EQUAL_PARAMETERS = 2.0 / 3;

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.feedForward("relu", new Relu(true))
            .summary("max(0, xW₁ + b₁) W₂ + b₂")
            .paper("Vaswani et al.", 2017, "arXiv:1706.03762", "eq. 2"));
    catalog.add(
        Variant.feedForward("gelu", new Gelu(Gelu.Form.ERF, true))
            .summary("gelu(xW₁ + b₁) W₂ + b₂")
            .paper("Hendrycks and Gimpel", 2016, "arXiv:1606.08415", "§2"));
    catalog.add(
        Variant.feedForward("silu", new Silu(true))
            .summary("silu(xW₁ + b₁) W₂ + b₂")
            .paper("Elfwing et al.", 2017, "arXiv:1702.03118", "eq. 2")
            .paper("Ramachandran et al.", 2017, "arXiv:1710.05941", "§3"));
    catalog.add(
        Variant.feedForward("relu-squared", new ReluSquared(true))
            .summary("max(0, xW₁ + b₁)² W₂ + b₂")
            .paper("So et al.", 2021, "arXiv:2109.08668", "§4"));
    registerGated(catalog);
    catalog.add(
        Variant.feedForward(
                "mixture-of-experts",
                new MixtureOfExperts(4, 2, MixtureOfExperts.Gates.CHOSEN, 0.01, true))
            .summary("the sum of the few feed-forwards that a router chooses for each token")
            .paper("Shazeer et al.", 2017, "arXiv:1701.06538", "eq. 1 and 3 to 5")
            .paper("Fedus et al.", 2021, "arXiv:2101.03961", "eq. 4 to 6"));
    catalog.add(
        Variant.feedForward("none", new None())
            .summary("layers only mix tokens")
            .paper("Dong et al.", 2021, "arXiv:2103.03404", "§2"));
  }

  private static void registerGated(Catalog catalog) {
    catalog.add(gated("glu", new Glu(EQUAL_PARAMETERS, false), "(σ(xW) ⊙ xV) W₂"));
    catalog.add(gated("bilinear", new Bilinear(EQUAL_PARAMETERS, false), "(xW ⊙ xV) W₂"));
    catalog.add(gated("reglu", new Reglu(EQUAL_PARAMETERS, false), "(max(0, xW) ⊙ xV) W₂"));
    catalog.add(gated("geglu", new Geglu(EQUAL_PARAMETERS, false), "(gelu(xW) ⊙ xV) W₂"));
    catalog.add(gated("swiglu", new Swiglu(EQUAL_PARAMETERS, false), "(silu(xW) ⊙ xV) W₂"));
  }

  private static Variant gated(String name, FeedForward defaults, String summary) {
    return Variant.feedForward(name, defaults)
        .summary(summary)
        .paper("Shazeer", 2020, "arXiv:2002.05202", "eq. 6");
  }
}
