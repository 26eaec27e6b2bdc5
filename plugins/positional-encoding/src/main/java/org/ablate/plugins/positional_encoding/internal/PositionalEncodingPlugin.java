package org.ablate.plugins.positional_encoding.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.positional_encoding.Alibi;
import org.ablate.plugins.positional_encoding.DynamicBias;
import org.ablate.plugins.positional_encoding.Fire;
import org.ablate.plugins.positional_encoding.HardAlibi;
import org.ablate.plugins.positional_encoding.Kerple;
import org.ablate.plugins.positional_encoding.Learned;
import org.ablate.plugins.positional_encoding.None;
import org.ablate.plugins.positional_encoding.Randomized;
import org.ablate.plugins.positional_encoding.Rotary;
import org.ablate.plugins.positional_encoding.RotaryScaling;
import org.ablate.plugins.positional_encoding.ScaledSinusoidal;
import org.ablate.plugins.positional_encoding.ShawRelative;
import org.ablate.plugins.positional_encoding.Sinusoidal;
import org.ablate.plugins.positional_encoding.T5Bias;
import org.ablate.plugins.positional_encoding.TokenShift;
import org.ablate.plugins.positional_encoding.Xpos;

/** Registers the built-in positional encodings. */
public final class PositionalEncodingPlugin implements Plugin {

  /** The base of both papers that have one. */
  private static final double BASE = 10_000;

  @Override
  public void register(Catalog catalog) {
    embeddings(catalog);
    queriesAndKeys(catalog);
    scores(catalog);
    catalog.add(
        Variant.positionalEncoding("none", new None())
            .summary("no positions")
            .paper("Haviv et al.", 2022, "arXiv:2203.16634", "§2"));
    catalog.add(
        Variant.positionalEncoding(
                "randomized", new Randomized(Randomized.Encoding.ROTARY, 2048, 16))
            .summary("positions drawn in order from a longer range in training")
            .paper("Ruoss et al.", 2023, "arXiv:2305.16843", "§3"));
  }

  private static void embeddings(Catalog catalog) {
    catalog.add(
        Variant.positionalEncoding(
                "sinusoidal", new Sinusoidal(BASE, Sinusoidal.Layout.INTERLEAVED))
            .summary("sines and cosines of the position, added to embeddings")
            .paper("Vaswani et al.", 2017, "arXiv:1706.03762", "§3.5"));
    catalog.add(
        Variant.positionalEncoding(
                "scaled-sinusoidal", new ScaledSinusoidal(BASE, Sinusoidal.Layout.CONCATENATED))
            .summary("sines and cosines of the position times a learned number")
            .paper("Hua et al.", 2022, "arXiv:2202.10447", "Appendix"));
    catalog.add(
        Variant.positionalEncoding("learned", new Learned(512))
            .summary("a learned vector for each position, added to embeddings")
            .paper("Gehring et al.", 2017, "arXiv:1705.03122", "§3.1")
            .paper("Devlin et al.", 2019, "arXiv:1810.04805", "§3"));
    catalog.add(
        Variant.positionalEncoding("token-shift", new TokenShift(TokenShift.Mix.LEARNED))
            .summary("embeddings mixed with those of the token before: μ xₜ + (1 − μ) xₜ₋₁")
            .paper("Peng et al.", 2023, "arXiv:2305.13048", "eq. 11 to 13"));
  }

  private static void queriesAndKeys(Catalog catalog) {
    catalog.add(
        Variant.positionalEncoding(
                "rotary", new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 1, RotaryScaling.NONE))
            .summary("queries and keys rotated by an angle that grows with the position")
            .paper("Su et al.", 2021, "arXiv:2104.09864", "eq. 34")
            .paper("Chen et al.", 2023, "arXiv:2306.15595", "eq. 4")
            .paper("Peng et al.", 2023, "arXiv:2309.00071", "§3"));
    catalog.add(
        Variant.positionalEncoding("xpos", new Xpos(BASE, Rotary.Layout.HALF_SPLIT, 0.4, 512))
            .summary("rotary positions whose products decay with the distance")
            .paper("Sun et al.", 2022, "arXiv:2212.10554", "Algorithm 1"));
  }

  private static void scores(Catalog catalog) {
    catalog.add(
        Variant.positionalEncoding("shaw-relative", new ShawRelative(16))
            .summary("the query's product with a learned vector of the clipped distance")
            .paper("Shaw, Uszkoreit and Vaswani", 2018, "arXiv:1803.02155", "eq. 2, 4 and 5"));
    catalog.add(
        Variant.positionalEncoding("t5-bias", new T5Bias(32, 128, true))
            .summary("a learned number of the head for each bucket of distances")
            .paper("Raffel et al.", 2020, "arXiv:1910.10683", "§2.1"));
    catalog.add(
        Variant.positionalEncoding("alibi", new Alibi(Alibi.Distance.SYMMETRIC, false))
            .summary("the distance times a slope of the head, subtracted from scores")
            .paper("Press et al.", 2022, "arXiv:2108.12409", "§3"));
    catalog.add(
        Variant.positionalEncoding("hard-alibi", new HardAlibi(2))
            .summary("the first heads see the nearest 1, 2, … tokens, the others all")
            .paper("Jelassi et al.", 2024, "arXiv:2402.01032", "§3.1"));
    catalog.add(
        Variant.positionalEncoding("dynamic-bias", new DynamicBias(16, DynamicBias.Scale.LINEAR))
            .summary("a number of the head that a small network makes of the distance")
            .paper("Wang et al.", 2021, "arXiv:2108.00154", "§3.2.2")
            .paper("Liu et al.", 2021, "arXiv:2111.09883", "eq. 4"));
    catalog.add(
        Variant.positionalEncoding("kerple", new Kerple(Kerple.Kernel.LOGARITHMIC))
            .summary("−r₁ log(1 + r₂ |m − n|) with two learned numbers of the head")
            .paper("Chi et al.", 2022, "arXiv:2205.09921", "§4"));
    catalog.add(
        Variant.positionalEncoding("fire", new Fire(32, 512, 0.1, false))
            .summary("a small network of the distance's part of the sequence so far")
            .paper("Li et al.", 2023, "arXiv:2310.04418", "§3"));
  }
}
