package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs as one kernel computes what the plain operators would. */
class FusionTest {
  /** A few hundred roundings of double-precision numbers near one. */
  private static final double TOLERANCE = 1e-13;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim HEAD_DIM = Dim.of("head_dim", 8);

  /** Longer than what the fused kernel takes at a time. */
  private static final int LONG = 600;

  static Stream<Sample> samples() {
    return Stream.of(Samples.composites(), Samples.attention())
        .flatMap(List::stream)
        .map(Sample::weighted);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void gradients_are_those_of_the_body(Sample sample) {
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program fused = libtorch.compile(sample.graph());
        Program plain = libtorch.compile(sample.graph().expanded())) {
      Map<String, Array> inputs = sample.draw(new Random(sample.name().hashCode()));
      Map<String, Array> gradients = fused.gradients(none, inputs);
      plain
          .gradients(none, inputs)
          .forEach(
              (name, expected) ->
                  assertArrayEquals(
                      expected.toDoubles(), gradients.get(name).toDoubles(), TOLERANCE, name));
    }
  }

  private static int kernels(Mode mode, Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(mode, s -> Map.of("result", definition.apply(s)));
    try (Transfer transfer = new Transfer(Device.CPU, Precision.FLOAT32);
        RandomSource random = new RandomSource(transfer);
        Natives natives = new Natives()) {
      Plan plan =
          Lowering.plan(
              graph, Roots.ofRun(graph), ProductPrecision.FULL, transfer, random, natives);
      assertEquals(List.of(), plan.constants());
      return plan.instructions().size();
    }
  }

  private static Tensor x(Scope s) {
    return s.input("x", DataType.FLOAT, BATCH, POSITION, HEAD_DIM); // [batch, position, head_dim]
  }

  private static Tensor vector(Scope s, String name) {
    return s.parameter(name, Initializer.ONES, HEAD_DIM); // [head_dim]
  }

  @Test
  void composites_run_as_one_kernel() {
    assertEquals(1, kernels(Mode.INFERENCE, s -> s.linear("layer", x(s), HEAD)));
    assertEquals(
        1,
        kernels(Mode.INFERENCE, s -> x(s).layerNorm(vector(s, "gain"), vector(s, "bias"), 1e-5)));
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).rmsNorm(vector(s, "gain"), 1e-5)));
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).gelu()));
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).geluTanh()));
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).silu()));
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).softplus()));
  }

  @Test
  void random_numbers_that_only_a_dropout_needs_are_not_drawn() {
    assertEquals(1, kernels(Mode.TRAINING, s -> s.dropout("dropout", x(s), 0.1)));
  }

  @Test
  void what_only_renames_costs_nothing() {
    assertEquals(1, kernels(Mode.INFERENCE, s -> x(s).rename(1, "query").exp().rename(1, "key")));
  }

  static Stream<String> kinds() {
    return Stream.of("plain", "masked", "causal", "biased");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void attention_over_long_sequences_is_that_of_the_formula(String kind) {
    Graph both =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x =
                  s.input("x", DataType.FLOAT, BATCH, HEAD, POSITION, HEAD_DIM); // [b, h, p, d]
              Tensor weights = weights(s, x, kind); // [batch, head, position, position]
              return Map.of("mixed", weights.matmul(x), "weights", weights);
            });
    Graph fused = both.withOutputs(Map.of("mixed", both.outputs().get("mixed")));
    Random random = new Random(1);
    Map<String, Array> inputs = new LinkedHashMap<>();
    inputs.put("x", Array.of(random.doubles(2 * LONG * 8, -1, 1).toArray(), 1, 2, LONG, 8));
    if (kind.equals("masked")) {
      boolean[] mask = new boolean[LONG];
      for (int i = 0; i < LONG; i++) {
        mask[i] = random.nextBoolean();
      }
      inputs.put("mask", Array.of(mask, 1, 1, 1, LONG));
    }
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program one = libtorch.compile(fused);
        Program other = libtorch.compile(both)) {
      assertArrayEquals(
          other.run(none, inputs).get("mixed").toDoubles(),
          one.run(none, inputs).get("mixed").toDoubles(),
          TOLERANCE);
    }
  }

  private static Tensor weights(Scope s, Tensor x, String kind) {
    Tensor scores = x.matmul(x.transpose(-2, -1)).divide(Math.sqrt(8)); // [b, h, query, key]
    return switch (kind) {
      case "masked" ->
          scores.softmax(s.input("mask", DataType.BOOLEAN, BATCH, Dim.one(), Dim.one(), POSITION));
      case "causal" -> scores.causalSoftmax(); // [batch, head, query, key]
      case "biased" -> scores.add(scores.relativePosition().toFloat().abs().negate()).softmax(-1);
      default -> scores.softmax(-1); // [batch, head, query, key]
    };
  }
}
