package org.ablate.plugins.mixing.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.mixing.AverageMixer;
import org.ablate.plugins.mixing.DeltaNetMixer;
import org.ablate.plugins.mixing.FourierMixer;
import org.ablate.plugins.mixing.GatedLinearMixer;
import org.ablate.plugins.mixing.GruMixer;
import org.ablate.plugins.mixing.IdentityMixer;
import org.ablate.plugins.mixing.LatentMixer;
import org.ablate.plugins.mixing.LongConvolutionMixer;
import org.ablate.plugins.mixing.LstmMixer;
import org.ablate.plugins.mixing.PoolingMixer;
import org.ablate.plugins.mixing.RecurrentMixer;
import org.ablate.plugins.mixing.RetentionMixer;
import org.ablate.plugins.mixing.ShortConvolutionMixer;
import org.ablate.plugins.mixing.SpatialGatingMixer;
import org.ablate.plugins.mixing.SynthesizerMixer;

/** Registers the built-in layers that mix tokens with projections of their own. */
public final class MixingPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    recurrences(catalog);
    linearRecurrences(catalog);
    attention(catalog);
    withoutAttention(catalog);
  }

  private static void recurrences(Catalog catalog) {
    catalog.add(
        Variant.attention("recurrent", new RecurrentMixer())
            .summary("h ← tanh(W x + U h + b)")
            .paper("Elman", 1990, "Cognitive Science 14(2)", "figure 2"));
    catalog.add(
        Variant.attention("gru", new GruMixer())
            .summary("h ← z ⊙ h + (1 − z) ⊙ tanh(W x + U (r ⊙ h)) with gates r and z of x and h")
            .paper("Cho et al.", 2014, "arXiv:1406.1078", "eq. 5 to 8"));
    catalog.add(
        Variant.attention("lstm", new LstmMixer(1))
            .summary("c ← f ⊙ c + i ⊙ g, h = o ⊙ tanh(c) with gates i, f and o of x and h")
            .paper("Hochreiter and Schmidhuber", 1997, "Neural Computation 9(8)", "§4")
            .paper("Gers, Schmidhuber and Cummins", 2000, "Neural Computation 12(10)", "§3"));
  }

  private static void linearRecurrences(Catalog catalog) {
    catalog.add(
        Variant.attention("retention", new RetentionMixer(RetentionMixer.Form.PARALLEL))
            .summary("(QKᵀ ⊙ D) V with a decay γ^(i − j) of each head")
            .paper("Sun et al.", 2023, "arXiv:2307.08621", "eq. 5 to 8"));
    catalog.add(
        Variant.attention(
                "gated-linear", new GatedLinearMixer(GatedLinearMixer.Form.RECURRENT, 16, 16))
            .summary("S ← diag(α) S + kᵀv with gates α that depend on the token")
            .paper("Yang et al.", 2023, "arXiv:2312.06635", "eq. 3"));
    catalog.add(
        Variant.attention("delta-net", new DeltaNetMixer(1e-6))
            .summary("S ← S + β kᵀ(v − k S): what a key recalls is replaced by its value")
            .paper("Schlag, Irie and Schmidhuber", 2021, "arXiv:2102.11174", "eq. 24")
            .paper("Yang et al.", 2024, "arXiv:2406.06484", "§2.2"));
  }

  private static void attention(Catalog catalog) {
    catalog.add(
        Variant.attention("multi-head-latent", new LatentMixer(1, 1, 0.5, 1e-6))
            .summary("keys and values of all heads from one small latent, which is what is kept")
            .paper("DeepSeek-AI", 2024, "arXiv:2405.04434", "eq. 9 to 19"));
    catalog.add(
        Variant.attention("synthesizer", new SynthesizerMixer(SynthesizerMixer.Form.DENSE, 256, 8))
            .summary("softmax of scores that do not compare tokens")
            .paper("Tay et al.", 2021, "arXiv:2005.00743", "eq. 1 to 6"));
  }

  private static void withoutAttention(Catalog catalog) {
    catalog.add(
        Variant.attention("average", new AverageMixer(4, true))
            .summary("the mean of all tokens so far, transformed and gated")
            .paper("Zhang, Xiong and Su", 2018, "arXiv:1805.00631", "eq. 1 and 2"));
    catalog.add(
        Variant.attention("fourier", new FourierMixer())
            .summary("the real part of the Fourier transform over tokens and width")
            .paper("Lee-Thorp et al.", 2021, "arXiv:2105.03824", "eq. 3"));
    catalog.add(
        Variant.attention("pooling", new PoolingMixer(3, true))
            .summary("the mean of neighbouring tokens, minus the token itself")
            .paper("Yu et al.", 2022, "arXiv:2111.11418", "eq. 4"));
    catalog.add(
        Variant.attention("spatial-gating", new SpatialGatingMixer(256, 6, 1e-5))
            .summary("u ⊙ (W norm(v) + b), where W and b are over positions")
            .paper("Liu et al.", 2021, "arXiv:2105.08050", "eq. 1 to 4"));
    catalog.add(
        Variant.attention("short-convolution", new ShortConvolutionMixer(4))
            .summary("Σⱼ wⱼ ⊙ xᵢ₊ⱼ over a few neighbouring tokens")
            .paper("Wu et al.", 2019, "arXiv:1901.10430", "§2")
            .paper("Gu and Dao", 2023, "arXiv:2312.00752", "§3.4"));
    catalog.add(
        Variant.attention(
                "long-convolution",
                new LongConvolutionMixer(LongConvolutionMixer.Filter.EXPLICIT, 256))
            .summary("(x W + b₁) ⊙ (h ∗ x + b₂) with filters as long as the sequence")
            .paper("Arora et al.", 2023, "arXiv:2312.04927", "definition 4.1")
            .paper("Poli et al.", 2023, "arXiv:2302.10866", "eq. 7"));
    catalog.add(
        Variant.attention("identity", new IdentityMixer())
            .summary("no mixing: the control, in which each token sees itself alone")
            .paper("Yu et al.", 2022, "arXiv:2210.13452", "§2, IdentityFormer"));
  }
}
