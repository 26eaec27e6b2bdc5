package org.ablate.plugins.mixing.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.mixing.AverageMixer;
import org.ablate.plugins.mixing.FourierMixer;
import org.ablate.plugins.mixing.GruMixer;
import org.ablate.plugins.mixing.IdentityMixer;
import org.ablate.plugins.mixing.LongConvolutionMixer;
import org.ablate.plugins.mixing.LstmMixer;
import org.ablate.plugins.mixing.PoolingMixer;
import org.ablate.plugins.mixing.RecurrentMixer;
import org.ablate.plugins.mixing.ShortConvolutionMixer;
import org.ablate.plugins.mixing.SpatialGatingMixer;

/** Registers the built-in layers that mix tokens with projections of their own. */
public final class MixingPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    recurrences(catalog);
    withoutAttention(catalog);
  }

  private static void recurrences(Catalog catalog) {
    catalog.add(
        Variant.attention("recurrent", new RecurrentMixer())
            .summary("h ← tanh(W x + U h + b)")
            .paper("Elman", 1990, "Cognitive Science 14(2)", "figure 2"));
    catalog.add(
        Variant.attention("gru", new GruMixer())
            .summary("a gated recurrent unit: reset and update gates around a candidate state")
            .paper("Cho et al.", 2014, "arXiv:1406.1078", "eq. 5 to 8"));
    catalog.add(
        Variant.attention("lstm", new LstmMixer())
            .summary("long short-term memory: input, forget and output gates around a cell")
            .paper("Hochreiter and Schmidhuber", 1997, "Neural Computation 9(8)", "§4")
            .paper("Gers, Schmidhuber and Cummins", 2000, "Neural Computation 12(10)", "§3"));
  }

  private static void withoutAttention(Catalog catalog) {
    catalog.add(
        Variant.attention("average", new AverageMixer())
            .summary("the mean of all tokens so far, transformed and gated")
            .paper("Zhang, Xiong and Su", 2018, "arXiv:1805.00631", "eq. 1 to 3"));
    catalog.add(
        Variant.attention("fourier", new FourierMixer())
            .summary("the real part of the Fourier transform over tokens and width")
            .paper("Lee-Thorp et al.", 2021, "arXiv:2105.03824", "eq. 3"));
    catalog.add(
        Variant.attention("pooling", new PoolingMixer(3))
            .summary("the mean of neighbouring tokens, minus the token itself")
            .paper("Yu et al.", 2022, "arXiv:2111.11418", "eq. 4"));
    catalog.add(
        Variant.attention("spatial-gating", new SpatialGatingMixer(256, 1e-5))
            .summary("u ⊙ (W norm(v) + b), where W and b are over positions")
            .paper("Liu et al.", 2021, "arXiv:2105.08050", "eq. 1 to 3"));
    catalog.add(
        Variant.attention("short-convolution", new ShortConvolutionMixer(4))
            .summary("a depthwise convolution over a few neighbouring tokens")
            .paper("Wu et al.", 2019, "arXiv:1901.10430", "§2"));
    catalog.add(
        Variant.attention("long-convolution", new LongConvolutionMixer(256))
            .summary("(W x + b) ⊙ (h ∗ x) with filters as long as the sequence")
            .paper("Arora et al.", 2023, "arXiv:2312.04927", "definition 4.1")
            .paper("Poli et al.", 2023, "arXiv:2302.10866", "§3"));
    catalog.add(
        Variant.attention("identity", new IdentityMixer())
            .summary("no mixing: the control, in which each token sees itself alone"));
  }
}
