package org.ablate.plugins.attention.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.attention.AdditiveAttention;
import org.ablate.plugins.attention.AttentionSink;
import org.ablate.plugins.attention.BasedAttention;
import org.ablate.plugins.attention.BigBirdAttention;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.CosFormerAttention;
import org.ablate.plugins.attention.CosineSimilarityAttention;
import org.ablate.plugins.attention.DifferentialAttention;
import org.ablate.plugins.attention.DilatedAttention;
import org.ablate.plugins.attention.ForgettingAttention;
import org.ablate.plugins.attention.GatedOutputAttention;
import org.ablate.plugins.attention.GlobalLocalAttention;
import org.ablate.plugins.attention.GroupedQueryAttention;
import org.ablate.plugins.attention.LinearAttention;
import org.ablate.plugins.attention.LinformerAttention;
import org.ablate.plugins.attention.MultiplicativeAttention;
import org.ablate.plugins.attention.NystromAttention;
import org.ablate.plugins.attention.PerformerAttention;
import org.ablate.plugins.attention.QkNormAttention;
import org.ablate.plugins.attention.ScaledDotProductAttention;
import org.ablate.plugins.attention.SelectiveAttention;
import org.ablate.plugins.attention.SigmoidAttention;
import org.ablate.plugins.attention.SlidingWindowAttention;
import org.ablate.plugins.attention.SoftCapAttention;
import org.ablate.plugins.attention.SparsemaxAttention;
import org.ablate.plugins.attention.StridedSparseAttention;
import org.ablate.plugins.attention.TalkingHeadsAttention;
import org.ablate.plugins.attention.TopKAttention;
import org.ablate.plugins.attention.ValueResidualAttention;

/** Registers the built-in attention variants. */
public final class AttentionPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.attention("scaled-dot-product", new ScaledDotProductAttention(0))
            .summary("softmax(QKᵀ / √d) V")
            .paper("Vaswani et al.", 2017, "arXiv:1706.03762", "eq. 1"));
    catalog.add(
        Variant.attention("additive", new AdditiveAttention())
            .summary("softmax(vᵀ tanh(Wq + Uk)) V")
            .paper("Bahdanau et al.", 2015, "arXiv:1409.0473", "§A.1.2"));
    catalog.add(
        Variant.attention("linear", new LinearAttention(CausalForm.PARALLEL, 1e-6))
            .summary("φ(Q)(φ(K)ᵀV) / φ(Q)(φ(K)ᵀ1), φ = elu + 1")
            .paper("Katharopoulos et al.", 2020, "arXiv:2006.16236", "eq. 5, 7"));
    catalog.add(
        Variant.attention("sliding-window", new SlidingWindowAttention(128))
            .summary("scaled dot-product among the keys nearer than the window")
            .paper("Beltagy et al.", 2020, "arXiv:2004.05150", "§3.1")
            .paper("Child et al.", 2019, "arXiv:1904.10509", "§4.2"));
    catalog.add(
        Variant.attention("grouped-query", new GroupedQueryAttention(2))
            .summary("scaled dot-product, key and value heads shared by groups of heads")
            .paper("Ainslie et al.", 2023, "arXiv:2305.13245", "§2.2"));
    catalog.add(
        Variant.attention(
                "multiplicative", new MultiplicativeAttention(MultiplicativeAttention.Form.GENERAL))
            .summary("softmax(Q W Kᵀ) V")
            .paper("Luong et al.", 2015, "arXiv:1508.04025", "§3.1"));
    catalog.add(
        Variant.attention("multi-query", new GroupedQueryAttention(1))
            .summary("scaled dot-product, one key and value head for all")
            .paper("Shazeer", 2019, "arXiv:1911.02150", "§3"));
    catalog.add(
        Variant.attention("talking-heads", new TalkingHeadsAttention())
            .summary("heads mix their scores before the softmax and their weights after it")
            .paper("Shazeer et al.", 2020, "arXiv:2003.02436", "§4"));
    catalog.add(
        Variant.attention("strided-sparse", new StridedSparseAttention(16))
            .summary("scaled dot-product to the nearest keys and every stride-th")
            .paper("Child et al.", 2019, "arXiv:1904.10509", "§4.3"));
    catalog.add(
        Variant.attention("dilated", new DilatedAttention(16, 2))
            .summary("a sliding window with gaps")
            .paper("Beltagy et al.", 2020, "arXiv:2004.05150", "§3.1")
            .paper("Child et al.", 2019, "arXiv:1904.10509", "§4"));
    catalog.add(
        Variant.attention("sigmoid", new SigmoidAttention())
            .summary("σ(QKᵀ / √d − log n) V")
            .paper("Ramapuram et al.", 2024, "arXiv:2409.04431", "eq. 3"));
    catalog.add(
        Variant.attention("top-k", new TopKAttention(8))
            .summary("softmax among the k highest scores")
            .paper("Zhao et al.", 2019, "arXiv:1912.11637", "eq. 4"));
    catalog.add(
        Variant.attention("sparsemax", new SparsemaxAttention())
            .summary("weights that are the point of the simplex nearest to the scores")
            .paper("Martins and Astudillo", 2016, "arXiv:1602.02068", "eq. 1"));
    catalog.add(
        Variant.attention("cosine-similarity", new CosineSimilarityAttention(10))
            .summary("softmax(g · cos(q, k)) V")
            .paper("Henry et al.", 2020, "arXiv:2010.04245", "§3.1"));
    catalog.add(
        Variant.attention("qk-norm", new QkNormAttention(QkNormAttention.Norm.LAYER, 1e-6))
            .summary("softmax(norm(Q) norm(K)ᵀ / √d) V")
            .paper("Dehghani et al.", 2023, "arXiv:2302.05442", "§2")
            .paper("Yang et al.", 2025, "arXiv:2505.09388", "§2"));
    catalog.add(
        Variant.attention("soft-cap", new SoftCapAttention(50))
            .summary("softmax(c · tanh(QKᵀ / (c √d))) V")
            .paper("Gemma Team", 2024, "arXiv:2408.00118", "§2"));
    catalog.add(
        Variant.attention("attention-sink", new AttentionSink(AttentionSink.Form.LEARNED))
            .summary("softmax with one more score, of a key that has no value")
            .paper("Miller", 2023, "Attention Is Off By One", "softmax₁")
            .paper("OpenAI", 2025, "arXiv:2508.10925", "§2.2"));
    catalog.add(
        Variant.attention("differential", new DifferentialAttention(0.8))
            .summary("(softmax(Q₁K₁ᵀ / √d) − λ softmax(Q₂K₂ᵀ / √d)) V")
            .paper("Ye et al.", 2024, "arXiv:2410.05258", "eq. 1 to 3"));
    catalog.add(
        Variant.attention("performer", new PerformerAttention(64, CausalForm.PARALLEL))
            .summary("softmax attention estimated by positive random features")
            .paper("Choromanski et al.", 2020, "arXiv:2009.14794", "lemma 1"));
    catalog.add(
        Variant.attention("cos-former", new CosFormerAttention(2048, CausalForm.PARALLEL, 1e-6))
            .summary("relu(q) · relu(k) · cos(π/2 · (i − j) / M)")
            .paper("Qin et al.", 2022, "arXiv:2202.08791", "eq. 10"));
    catalog.add(
        Variant.attention("based", new BasedAttention(CausalForm.PARALLEL, 1e-6))
            .summary("linear attention with the Taylor series of the exponential, 1 + s + s² / 2")
            .paper("Arora et al.", 2024, "arXiv:2402.18668", "§4.1"));
    catalog.add(
        Variant.attention("linformer", new LinformerAttention(64, 1024))
            .summary(
                "softmax(Q (EK)ᵀ / √d) FV: keys and values of all positions projected to a few")
            .paper("Wang et al.", 2020, "arXiv:2006.04768", "eq. 7"));
    catalog.add(
        Variant.attention("nystrom", new NystromAttention(32, 6))
            .summary("softmax(QK̃ᵀ) softmax(Q̃K̃ᵀ)⁺ softmax(Q̃Kᵀ) V by way of landmarks")
            .paper("Xiong Y. et al.", 2021, "arXiv:2102.03902", "eq. 13"));
    catalog.add(
        Variant.attention("global-local", new GlobalLocalAttention(128, 1))
            .summary("a sliding window, and some first tokens that see all and are seen by all")
            .paper("Beltagy et al.", 2020, "arXiv:2004.05150", "§3.1"));
    catalog.add(
        Variant.attention("big-bird", new BigBirdAttention(64, 3, 2, 3, 0))
            .summary(
                "blocks of tokens that see their neighbours, the first blocks and some at random")
            .paper("Zaheer et al.", 2020, "arXiv:2007.14062", "§2, §D"));
    catalog.add(
        Variant.attention("forgetting", new ForgettingAttention())
            .summary("softmax(QKᵀ / √d + D) V, D_ij the sum of log forget gates after j up to i")
            .paper("Lin et al.", 2025, "arXiv:2503.02130", "§3"));
    catalog.add(
        Variant.attention("selective", new SelectiveAttention())
            .summary("softmax(QKᵀ / √d − F) V, F_ij what tokens before i masked of j")
            .paper("Leviathan et al.", 2024, "arXiv:2410.02703", "§3"));
    catalog.add(
        Variant.attention(
                "value-residual", new ValueResidualAttention(ValueResidualAttention.Form.IDENTITY))
            .summary("softmax(QKᵀ / √d) (λ₁V₁ + λ₂V), V₁ the values of the first layer")
            .paper("Zhou et al.", 2024, "arXiv:2410.17897", "§3"));
    catalog.add(
        Variant.attention(
                "gated-output", new GatedOutputAttention(GatedOutputAttention.Form.ELEMENTWISE))
            .summary("softmax(QKᵀ / √d) V ⊙ σ(XW)")
            .paper("Qiu et al.", 2025, "arXiv:2505.06708", "eq. 5"));
  }
}
