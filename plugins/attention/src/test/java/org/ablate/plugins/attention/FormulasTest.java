package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.plugins.attention.Formulas.Formula;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variant against its formula. */
class FormulasTest {
  /** Sums of a dozen terms near 1, in another order, differ by less. */
  private static final double TOLERANCE = 1e-12;

  /** What ε under a root or beside a divisor adds, where the paper has none. */
  private static final double TOLERANCE_OF_EPSILON = 1e-9;

  /** What is left after so many iterations of a matrix whose rows are much alike. */
  private static final double TOLERANCE_OF_INVERSE = 1e-8;

  private static final double EPSILON = 1e-6;
  private static final int HEADS = 4;

  record Case(String name, Attention attention, Formula formula, double tolerance) {
    @Override
    public String toString() {
      return name + " " + attention;
    }
  }

  private static Case same(String name, Attention attention, Formula formula) {
    return new Case(name, attention, formula, TOLERANCE);
  }

  static Stream<Case> cases() {
    return Stream.of(
        same(
            "scaled-dot-product",
            new ScaledDotProductAttention(0),
            Formulas.softmax(Formulas::scaledDotProduct)),
        same("additive", new AdditiveAttention(), Formulas.softmax(Formulas::additive)),
        same(
            "multiplicative",
            new MultiplicativeAttention(MultiplicativeAttention.Form.GENERAL),
            Formulas.softmax(Formulas::general)),
        same(
            "multiplicative",
            new MultiplicativeAttention(MultiplicativeAttention.Form.DOT),
            Formulas.softmax(Formulas::dot)),
        same(
            "sliding-window",
            new SlidingWindowAttention(2),
            Formulas.pattern(distance -> Math.abs(distance) <= 1)),
        same(
            "grouped-query",
            new GroupedQueryAttention(2),
            Formulas.softmax(Formulas::scaledDotProduct)),
        same(
            "multi-query",
            new GroupedQueryAttention(1),
            Formulas.softmax(Formulas::scaledDotProduct)),
        same("talking-heads", new TalkingHeadsAttention(), Formulas::talkingHeads),
        same(
            "strided-sparse",
            new StridedSparseAttention(2),
            Formulas.pattern(distance -> Math.abs(distance) <= 1 || distance % 2 == 0)),
        same(
            "dilated",
            new DilatedAttention(2, 2),
            Formulas.pattern(distance -> distance == -2 || distance == 0 || distance == 2)),
        same("sigmoid", new SigmoidAttention(), Formulas.weighting(Formulas::sigmoid)),
        same("top-k", new TopKAttention(2), Formulas.weighting(Formulas.topK(2))),
        same("sparsemax", new SparsemaxAttention(), Formulas.weighting(Formulas::sparsemax)),
        new Case(
            "cosine-similarity",
            new CosineSimilarityAttention(10),
            Formulas.softmax(Formulas::cosine),
            TOLERANCE_OF_EPSILON),
        same(
            "qk-norm",
            new QkNormAttention(QkNormAttention.Norm.LAYER, EPSILON),
            Formulas.softmax(Formulas.normalized(Formulas::layerNorm))),
        same(
            "qk-norm",
            new QkNormAttention(QkNormAttention.Norm.RMS, EPSILON),
            Formulas.softmax(Formulas.normalized(Formulas::rmsNorm))),
        same("soft-cap", new SoftCapAttention(0.5), Formulas.softmax(Formulas.capped(0.5))),
        same("attention-sink", new AttentionSink(AttentionSink.Form.LEARNED), Formulas::sink),
        same("attention-sink", new AttentionSink(AttentionSink.Form.ZERO), Formulas::sink),
        same("differential", new DifferentialAttention(0.8), Formulas.differential(0.8)),
        same("selective", new SelectiveAttention(), Formulas::selective),
        same(
            "value-residual",
            new ValueResidualAttention(ValueResidualAttention.Form.IDENTITY),
            Formulas.softmax(Formulas::scaledDotProduct)),
        same(
            "gated-output",
            new GatedOutputAttention(GatedOutputAttention.Form.ELEMENTWISE),
            Formulas.softmax(Formulas::scaledDotProduct)),
        same("global-local", new GlobalLocalAttention(2, 1), Formulas.globalLocal(2, 1)),
        same("big-bird", new BigBirdAttention(1, 1, 2, 0, 0), Formulas.bigBird(1, 1, 2)),
        same("big-bird", new BigBirdAttention(2, 1, 1, 0, 0), Formulas.bigBird(2, 1, 1)),
        same("big-bird", new BigBirdAttention(1, 3, 0, 0, 0), Formulas.bigBird(1, 3, 0)),
        same("linformer", new LinformerAttention(3, 8), Formulas.linformer(3)),
        new Case("nystrom", new NystromAttention(2, 40), Formulas::nystrom, TOLERANCE_OF_INVERSE));
  }

  /** A causal pass in each form, which are to be the same. */
  static Stream<Case> casesOfForms() {
    return Arrays.stream(CausalForm.values())
        .flatMap(
            form ->
                Stream.of(
                    same(
                        "linear",
                        new LinearAttention(form, EPSILON),
                        Formulas.similarity(Formulas::elu, EPSILON)),
                    same(
                        "performer",
                        new PerformerAttention(6, form),
                        Formulas.similarity(Formulas.positiveFeatures(6), 0)),
                    same(
                        "cos-former",
                        new CosFormerAttention(8, form, EPSILON),
                        Formulas.similarity(Formulas.cosine(8), EPSILON)),
                    same(
                        "based",
                        new BasedAttention(form, EPSILON),
                        Formulas.similarity(Formulas::taylor, EPSILON))));
  }

  @ParameterizedTest
  @MethodSource({"cases", "casesOfForms"})
  void a_variant_gives_what_its_paper_says(Case variant) {
    Attention attention = variant.attention();
    for (Row row : rows(attention)) {
      Map<String, double[]> weights = row.weights(attention);
      double[][][] expected = variant.formula().outputs(row, weights);
      double[][][] actual = row.through(attention, weights);
      for (int head = 0; head < HEADS; head++) {
        for (int i = 0; i < row.queries(); i++) {
          if (row.isUsed(i)) {
            assertArrayEquals(expected[head][i], actual[head][i], variant.tolerance());
          }
        }
      }
    }
  }

  static Stream<Arguments> parameters() {
    int d = Row.HEAD_DIM;
    return Stream.of(
        arguments(new ScaledDotProductAttention(0), 0),
        arguments(new LinearAttention(CausalForm.PARALLEL, 1e-6), 0),
        arguments(new AdditiveAttention(), HEADS * d),
        arguments(new MultiplicativeAttention(MultiplicativeAttention.Form.DOT), 0),
        arguments(new MultiplicativeAttention(MultiplicativeAttention.Form.GENERAL), HEADS * d * d),
        arguments(new TalkingHeadsAttention(), 2 * HEADS * HEADS),
        arguments(new CosineSimilarityAttention(10), HEADS),
        arguments(new QkNormAttention(QkNormAttention.Norm.LAYER, 1e-6), 2 * d),
        arguments(new AttentionSink(AttentionSink.Form.LEARNED), HEADS),
        arguments(new DifferentialAttention(0.8), 4 * d / 2 + d));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void a_variant_has_as_many_parameters_as_its_paper_gives_it(Attention attention, int count) {
    Row row = Row.of(HEADS, HEADS, 5, 5);
    assertEquals(count, row.weights(attention).values().stream().mapToInt(w -> w.length).sum());
  }

  /** Of all that the attention declares to honour. */
  private static List<Row> rows(Attention attention) {
    Set<Capability> can = attention.capabilities();
    boolean causal = can.contains(Capability.CAUSAL);
    Row row = Row.of(HEADS, attention.keyValueHeads(HEADS), 5, 5);
    List<Row> rows = new ArrayList<>();
    if (can.contains(Capability.BIDIRECTIONAL)) {
      rows.add(row);
      rows.add(row.withPadding(0, 3));
    }
    if (causal) {
      rows.add(row.withCausality());
      rows.add(row.withPadding(4).withCausality());
    }
    if (can.contains(Capability.SCORE_BIAS)) {
      rows.add(causal ? row.withCausality().withBias() : row.withBias());
      rows.add(row.withPadding(1).withCausality().withBias());
    }
    if (can.contains(Capability.CROSS)) {
      rows.add(Row.of(HEADS, attention.keyValueHeads(HEADS), 2, 5));
      rows.add(Row.of(HEADS, attention.keyValueHeads(HEADS), 5, 3).withPadding(1));
    } else if (causal && !(attention instanceof RecurrentAttention)) {
      rows.add(Row.of(HEADS, attention.keyValueHeads(HEADS), 2, 5).withCausality());
    }
    return rows;
  }
}
