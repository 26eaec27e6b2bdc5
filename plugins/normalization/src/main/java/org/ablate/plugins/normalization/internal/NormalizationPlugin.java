package org.ablate.plugins.normalization.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.normalization.BatchNorm;
import org.ablate.plugins.normalization.DynamicErf;
import org.ablate.plugins.normalization.DynamicTanh;
import org.ablate.plugins.normalization.FixNorm;
import org.ablate.plugins.normalization.GroupNorm;
import org.ablate.plugins.normalization.LayerNorm;
import org.ablate.plugins.normalization.None;
import org.ablate.plugins.normalization.PowerNorm;
import org.ablate.plugins.normalization.RmsNorm;
import org.ablate.plugins.normalization.ScaleNorm;

/** Registers the built-in normalizations. */
public final class NormalizationPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.normalization("layer-norm", new LayerNorm(1e-5, LayerNorm.Affine.GAIN_AND_BIAS))
            .summary("(x − mean) / √(variance + ε) · gain + bias, over the width")
            .paper("Ba, Kiros and Hinton", 2016, "arXiv:1607.06450", "eq. 4"));
    catalog.add(
        Variant.normalization("rms-norm", new RmsNorm(1e-6, RmsNorm.Gain.LEARNED))
            .summary("x / √(mean(x²) + ε) · gain, over the width")
            .paper("Zhang and Sennrich", 2019, "arXiv:1910.07467", "eq. 4"));
    catalog.add(
        Variant.normalization("batch-norm", new BatchNorm(1e-5, 0.1))
            .summary("(x − mean) / √(variance + ε) · gain + bias, over the tokens of a batch")
            .paper("Ioffe and Szegedy", 2015, "arXiv:1502.03167", "Algorithms 1 and 2"));
    catalog.add(
        Variant.normalization("power-norm", new PowerNorm(1e-5, 0.1, PowerNorm.Statistics.BATCH))
            .summary("x / √(ψ² + ε) · gain + bias, with ψ² over the tokens of a batch")
            .paper("Shen et al.", 2020, "arXiv:2003.07845", "§4"));
    catalog.add(
        Variant.normalization("group-norm", new GroupNorm(4, 1e-5))
            .summary("(x − mean) / √(variance + ε) · gain + bias, over groups of channels")
            .paper("Wu and He", 2018, "arXiv:1803.08494", "eq. 1, 2, 6 and 7"));
    catalog.add(
        Variant.normalization("scale-norm", new ScaleNorm(1e-5))
            .summary("g x / ‖x‖ with one learned length g")
            .paper("Nguyen and Salazar", 2019, "arXiv:1910.05895", "§2.3"));
    catalog.add(
        Variant.normalization("fix-norm", new FixNorm(1e-5))
            .summary("scale norm, and token embeddings of length 1")
            .paper("Nguyen and Salazar", 2019, "arXiv:1910.05895", "§2.3")
            .paper("Nguyen and Chiang", 2018, "arXiv:1710.01329", "§3"));
    catalog.add(
        Variant.normalization("dynamic-tanh", new DynamicTanh(0.5))
            .summary("tanh(αx) · gain + bias, without statistics")
            .paper("Zhu et al.", 2025, "arXiv:2503.10622", "§4"));
    catalog.add(
        Variant.normalization("dynamic-erf", new DynamicErf(0.5))
            .summary("erf(αx + s) · gain + bias, without statistics")
            .paper("Chen et al.", 2025, "arXiv:2512.10938", "eq. 10"));
    catalog.add(Variant.normalization("none", new None()).summary("no normalization: the control"));
  }
}
