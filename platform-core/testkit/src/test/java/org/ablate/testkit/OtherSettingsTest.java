package org.ablate.testkit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Variant;
import org.ablate.plugins.attention.AttentionSink;
import org.ablate.plugins.attention.BasedAttention;
import org.ablate.plugins.attention.BigBirdAttention;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.CosFormerAttention;
import org.ablate.plugins.attention.GatedOutputAttention;
import org.ablate.plugins.attention.LinearAttention;
import org.ablate.plugins.attention.MultiplicativeAttention;
import org.ablate.plugins.attention.PerformerAttention;
import org.ablate.plugins.attention.QkNormAttention;
import org.ablate.plugins.attention.ValueResidualAttention;
import org.ablate.plugins.mixing.AverageMixer;
import org.ablate.plugins.mixing.GatedLinearMixer;
import org.ablate.plugins.mixing.LatentMixer;
import org.ablate.plugins.mixing.LongConvolutionMixer;
import org.ablate.plugins.mixing.PoolingMixer;
import org.ablate.plugins.mixing.RetentionMixer;
import org.ablate.plugins.mixing.SynthesizerMixer;
import org.ablate.plugins.normalization.LayerNorm;
import org.ablate.plugins.normalization.PowerNorm;
import org.ablate.plugins.normalization.RmsNorm;
import org.ablate.plugins.positional_encoding.Alibi;
import org.ablate.plugins.positional_encoding.DynamicBias;
import org.ablate.plugins.positional_encoding.Fire;
import org.ablate.plugins.positional_encoding.Kerple;
import org.ablate.plugins.positional_encoding.Randomized;
import org.ablate.plugins.positional_encoding.Rotary;
import org.ablate.plugins.positional_encoding.RotaryScaling;
import org.ablate.plugins.positional_encoding.ScaledSinusoidal;
import org.ablate.plugins.positional_encoding.ShawRelative;
import org.ablate.plugins.positional_encoding.Sinusoidal;
import org.ablate.plugins.positional_encoding.T5Bias;
import org.ablate.plugins.positional_encoding.TokenShift;
import org.ablate.plugins.positional_encoding.Xpos;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Mixers, positions and norms under settings that are not their defaults: the other forms that they
 * have, and limits that sequences of a few tokens reach.
 */
class OtherSettingsTest {
  private static final double BASE = 100;
  private static final double EPSILON = 1e-6;

  @TestFactory
  Stream<DynamicContainer> positional_encodings_conform_under_other_settings() {
    return ConformanceTest.containers(
        List.of(
            encoding("sinusoidal", new Sinusoidal(BASE, Sinusoidal.Layout.CONCATENATED)),
            encoding(
                "scaled-sinusoidal", new ScaledSinusoidal(BASE, Sinusoidal.Layout.INTERLEAVED)),
            encoding("token-shift-half", new TokenShift(TokenShift.Mix.HALF)),
            encoding("rotary-interleaved", rotary(RotaryScaling.Method.NONE)),
            encoding(
                "rotary-partial",
                new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 0.5, RotaryScaling.NONE)),
            encoding("rotary-interpolated", rotary(RotaryScaling.Method.POSITION_INTERPOLATION)),
            encoding("rotary-ntk", rotary(RotaryScaling.Method.NTK)),
            encoding("rotary-dynamic-ntk", rotary(RotaryScaling.Method.DYNAMIC_NTK)),
            encoding("rotary-yarn", rotary(RotaryScaling.Method.YARN)),
            encoding("xpos-interleaved", new Xpos(BASE, Rotary.Layout.INTERLEAVED, 0.4, 64)),
            encoding("shaw-relative-near", new ShawRelative(2)),
            encoding("t5-bias-near", new T5Bias(4, 3, false)),
            encoding("alibi-causal", new Alibi(Alibi.Distance.CAUSAL, true)),
            encoding("dynamic-bias-logarithmic", new DynamicBias(8, DynamicBias.Scale.LOGARITHMIC)),
            encoding("kerple-power", new Kerple(Kerple.Kernel.POWER)),
            encoding("fire-near", new Fire(8, 8, 0.5, true)),
            encoding(
                "randomized-sinusoidal", new Randomized(Randomized.Encoding.SINUSOIDAL, 24, 2)),
            encoding("randomized-learned", new Randomized(Randomized.Encoding.LEARNED, 24, 2)),
            encoding("randomized-alibi", new Randomized(Randomized.Encoding.ALIBI, 24, 2))),
        Map.of());
  }

  @TestFactory
  Stream<DynamicContainer> normalizations_conform_under_other_settings() {
    return ConformanceTest.containers(
        List.of(
            norm("layer-norm-gain", new LayerNorm(1e-5, LayerNorm.Affine.GAIN)),
            norm("layer-norm-plain", new LayerNorm(1e-5, LayerNorm.Affine.NONE)),
            norm("rms-norm-one-plus", new RmsNorm(1e-6, RmsNorm.Gain.ONE_PLUS_LEARNED)),
            norm("rms-norm-plain", new RmsNorm(1e-6, RmsNorm.Gain.NONE)),
            norm("power-norm-running", new PowerNorm(1e-5, 0.1, PowerNorm.Statistics.RUNNING))),
        Map.of());
  }

  @TestFactory
  Stream<DynamicContainer> mixers_conform_under_other_settings() {
    return ConformanceTest.containers(
        List.of(
            mixer(
                "multiplicative-dot",
                new MultiplicativeAttention(MultiplicativeAttention.Form.DOT)),
            mixer("qk-norm-rms", new QkNormAttention(QkNormAttention.Norm.RMS, EPSILON)),
            mixer("attention-sink-zero", new AttentionSink(AttentionSink.Form.ZERO)),
            mixer("linear-recurrent", new LinearAttention(CausalForm.RECURRENT, EPSILON)),
            mixer("performer-recurrent", new PerformerAttention(6, CausalForm.RECURRENT)),
            mixer("cos-former-recurrent", new CosFormerAttention(9, CausalForm.RECURRENT, EPSILON)),
            mixer("based-recurrent", new BasedAttention(CausalForm.RECURRENT, EPSILON)),
            mixer("retention-recurrent", new RetentionMixer(RetentionMixer.Form.RECURRENT)),
            mixer("big-bird-random", new BigBirdAttention(1, 1, 1, 1, 3)),
            mixer("big-bird-pairs", new BigBirdAttention(2, 1, 0, 2, -9)),
            mixer("average-plain", new AverageMixer(0, false)),
            mixer("pooling-even", new PoolingMixer(4, false)),
            mixer("long-convolution-implicit", longConvolution()),
            mixer(
                "synthesizer-factorized-dense",
                synthesizer(SynthesizerMixer.Form.FACTORIZED_DENSE)),
            mixer("synthesizer-random", synthesizer(SynthesizerMixer.Form.RANDOM)),
            mixer(
                "synthesizer-factorized-random",
                synthesizer(SynthesizerMixer.Form.FACTORIZED_RANDOM)),
            mixer(
                "gated-linear-parallel",
                new GatedLinearMixer(GatedLinearMixer.Form.PARALLEL, 4, 16)),
            mixer("token-latent", new LatentMixer(1, 0, 2, EPSILON)),
            mixer(
                "value-residual-learned",
                new ValueResidualAttention(ValueResidualAttention.Form.LEARNED)),
            mixer(
                "gated-output-headwise",
                new GatedOutputAttention(GatedOutputAttention.Form.HEADWISE))),
        Map.of());
  }

  private static LongConvolutionMixer longConvolution() {
    return new LongConvolutionMixer(LongConvolutionMixer.Filter.IMPLICIT, 24);
  }

  private static SynthesizerMixer synthesizer(SynthesizerMixer.Form form) {
    return new SynthesizerMixer(form, 24, 3);
  }

  private static Variant mixer(String name, Mixer mixer) {
    return Variant.attention(name, mixer);
  }

  private static Variant encoding(String name, PositionalEncoding encoding) {
    return Variant.positionalEncoding(name, encoding);
  }

  private static Variant norm(String name, Normalization normalization) {
    return Variant.normalization(name, normalization);
  }

  /** For sequences twice as long as three tokens. */
  private static Rotary rotary(RotaryScaling.Method method) {
    double factor = method == RotaryScaling.Method.NONE ? 1 : 2;
    RotaryScaling scaling = new RotaryScaling(method, factor, 3, 0.4, 0.1);
    return new Rotary(BASE, Rotary.Layout.INTERLEAVED, 1, scaling);
  }
}
