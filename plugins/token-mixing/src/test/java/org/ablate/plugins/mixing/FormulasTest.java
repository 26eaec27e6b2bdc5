package org.ablate.plugins.mixing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.plugins.mixing.Formulas.Formula;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variant against its formula. */
class FormulasTest {
  /** Sums of a dozen terms near 1, in another order, differ by less. */
  private static final double TOLERANCE = 1e-12;

  record Case(TokenMixer mixer, Formula formula) {
    @Override
    public String toString() {
      return mixer.toString();
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(new IdentityMixer(), Formulas::identity),
        new Case(new AverageMixer(4, true), Formulas::average),
        new Case(new AverageMixer(2, false), Formulas::average),
        new Case(new AverageMixer(0, true), Formulas::average),
        new Case(new AverageMixer(0, false), Formulas::average),
        new Case(new PoolingMixer(3, true), Formulas.pooling(3, true)),
        new Case(new PoolingMixer(2, false), Formulas.pooling(2, false)),
        new Case(new PoolingMixer(9, true), Formulas.pooling(9, true)),
        new Case(new ShortConvolutionMixer(3), Formulas.shortConvolution(3)),
        new Case(new ShortConvolutionMixer(4), Formulas.shortConvolution(4)),
        new Case(new ShortConvolutionMixer(9), Formulas.shortConvolution(9)),
        new Case(new RecurrentMixer(), Formulas::elman),
        new Case(new GruMixer(), Formulas::gru),
        new Case(new LstmMixer(1), Formulas.lstm(1)),
        new Case(new LstmMixer(0), Formulas.lstm(0)),
        new Case(new FourierMixer(), Formulas::fourier),
        new Case(new SpatialGatingMixer(8, 3, 1e-5), Formulas.spatialGating(8, 1e-5)),
        new Case(
            new LongConvolutionMixer(LongConvolutionMixer.Filter.EXPLICIT, 12),
            Formulas::explicitConvolution),
        new Case(
            new LongConvolutionMixer(LongConvolutionMixer.Filter.IMPLICIT, 12),
            Formulas.implicitConvolution(12)),
        new Case(
            new SynthesizerMixer(SynthesizerMixer.Form.DENSE, 8, 3), Formulas.denseSynthesizer(8)),
        new Case(
            new SynthesizerMixer(SynthesizerMixer.Form.FACTORIZED_DENSE, 12, 4),
            Formulas.factorizedDenseSynthesizer(12, 4)),
        new Case(
            new SynthesizerMixer(SynthesizerMixer.Form.RANDOM, 8, 3),
            Formulas.randomSynthesizer(8)),
        new Case(
            new SynthesizerMixer(SynthesizerMixer.Form.FACTORIZED_RANDOM, 8, 3),
            Formulas.factorizedRandomSynthesizer(8, 3)),
        new Case(new RetentionMixer(RetentionMixer.Form.PARALLEL), HeadFormulas::retention),
        new Case(new RetentionMixer(RetentionMixer.Form.RECURRENT), HeadFormulas::retention),
        new Case(
            new GatedLinearMixer(GatedLinearMixer.Form.PARALLEL, 3, 16),
            HeadFormulas.gatedLinear(16)),
        new Case(
            new GatedLinearMixer(GatedLinearMixer.Form.RECURRENT, 3, 16),
            HeadFormulas.gatedLinear(16)),
        new Case(new DeltaNetMixer(1e-6), HeadFormulas.deltaNet(1e-6)),
        new Case(new LatentMixer(1, 3, 0.5, 1e-6), HeadFormulas.latent(2, true, 1e-6)),
        new Case(new LatentMixer(2, 0, 2, 1e-6), HeadFormulas.latent(4, false, 1e-6)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_variant_gives_what_its_paper_says(Case variant) {
    for (Tokens tokens : uses(variant.mixer())) {
      Map<String, double[]> weights = tokens.weights(variant.mixer());
      double[][] expected = variant.formula().outputs(tokens.x(), tokens.causal(), weights);
      double[][] actual = tokens.through(variant.mixer(), weights);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], actual[i], TOLERANCE);
      }
    }
  }

  static Stream<Arguments> parameters() {
    int d = Tokens.D_MODEL;
    return Stream.of(
        arguments(new IdentityMixer(), 0),
        arguments(new AverageMixer(4, true), 2 * 4 * d * d + 4 * d + d + 2 * (2 * d * d + d)),
        arguments(new AverageMixer(0, false), 0),
        arguments(new PoolingMixer(3, true), 0),
        arguments(new ShortConvolutionMixer(4), 4 * d),
        arguments(new RecurrentMixer(), 2 * d * d + d),
        arguments(new GruMixer(), 3 * (2 * d * d + d)),
        arguments(new LstmMixer(1), 4 * (2 * d * d + d)),
        arguments(new FourierMixer(), 0),
        arguments(
            new SpatialGatingMixer(8, 6, 1e-5),
            6 * d * d + 6 * d + 2 * 3 * d + 8 * 8 + 8 + 3 * d * d + d),
        arguments(
            new LongConvolutionMixer(LongConvolutionMixer.Filter.EXPLICIT, 12),
            12 * d + d * d + 2 * d));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void a_variant_has_as_many_parameters_as_its_paper_gives_it(TokenMixer mixer, int count) {
    Map<String, double[]> weights = Tokens.of(5).withCausality().weights(mixer);
    assertEquals(count, weights.values().stream().mapToInt(w -> w.length).sum());
  }

  /** All that the mixer declares to honour, with padding on either side and without. */
  private static List<Tokens> uses(TokenMixer mixer) {
    Set<Capability> can = mixer.capabilities();
    List<Tokens> uses = new ArrayList<>();
    for (int length : new int[] {1, 2, 7}) {
      if (can.contains(Capability.BIDIRECTIONAL)) {
        uses.addAll(Tokens.of(length).padded());
      }
      if (can.contains(Capability.CAUSAL)) {
        uses.addAll(Tokens.of(length).withCausality().padded());
      }
    }
    return uses;
  }
}
