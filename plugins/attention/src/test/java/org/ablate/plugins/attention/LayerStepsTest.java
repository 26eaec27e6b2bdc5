package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What variants do before and after attention over heads. */
class LayerStepsTest {
  /** Sums of a dozen terms near 1, in another order, differ by less. */
  private static final double TOLERANCE = 1e-12;

  private static final int HEADS = 2;
  private static final int POSITIONS = 3;
  private static final int HEAD_DIM = 4;
  private static final int D_MODEL = 8;

  private static final double[] HEADS_IN = numbers("in", HEADS * POSITIONS * HEAD_DIM);
  private static final double[] FIRST = numbers("first", HEADS * POSITIONS * HEAD_DIM);
  private static final double[] TOKENS = numbers("tokens", POSITIONS * D_MODEL);

  private static double[] numbers(String name, int size) {
    return new SplittableRandom(name.hashCode()).doubles(size, -1, 1).toArray();
  }

  // ---- Biases

  /** Lin et al. (2025), §3: D_ij = log f_{j+1} + … + log f_i with f_t = σ(w x_t + b). */
  @Test
  void a_token_forgets_what_came_before_it() {
    double[] weight = numbers("weight", D_MODEL * HEADS);
    double[] bias = numbers("bias", HEADS);
    double[] expected = new double[HEADS * POSITIONS * POSITIONS];
    for (int head = 0; head < HEADS; head++) {
      for (int i = 0; i < POSITIONS; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = 0;
          for (int t = j + 1; t <= i; t++) {
            double logit = bias[head];
            for (int d = 0; d < D_MODEL; d++) {
              logit += TOKENS[t * D_MODEL + d] * weight[d * HEADS + head];
            }
            sum += Math.log(1 / (1 + Math.exp(-logit)));
          }
          expected[(head * POSITIONS + i) * POSITIONS + j] = sum;
        }
      }
    }
    assertArrayEquals(
        expected,
        run(forgetting(), Map.of("forget_gate.weight", weight, "forget_gate.bias", bias)),
        TOLERANCE);
  }

  @Test
  void with_gates_that_are_one_nothing_is_forgotten() {
    double[] open = new double[HEADS];
    Arrays.fill(open, 1e3);
    double[] none = new double[D_MODEL * HEADS];
    assertArrayEquals(
        new double[HEADS * POSITIONS * POSITIONS],
        run(forgetting(), Map.of("forget_gate.weight", none, "forget_gate.bias", open)),
        TOLERANCE);
  }

  /** The bias of a score of zero, where a query sees the key: [batch, head, query, key]. */
  private static Graph forgetting() {
    return trace(
        (scope, in) -> {
          AttentionBias plain = AttentionBias.of(true, Padding.none());
          AttentionBias bias =
              new ForgettingAttention().bias(scope, in.get("tokens"), HEADS, plain);
          Tensor heads = in.get("in").multiply(0); // [batch, head, query, head_dim]
          Tensor scores = heads.matmul(heads.transpose(-2, -1)); // [b, head, query, key]
          return scores.causalMask().where(bias.addTo(scores), 0); // [batch, head, query, key]
        });
  }

  // ---- Values

  @ParameterizedTest
  @EnumSource
  void the_first_layer_keeps_its_values(ValueResidualAttention.Form form) {
    ValueResidualAttention attention = new ValueResidualAttention(form);
    Graph graph = trace((scope, in) -> attention.values(scope, in.get("in"), in.get("in")));
    assertArrayEquals(HEADS_IN, run(graph, Map.of()));
    assertEquals(0, graph.parameters().size());
  }

  /** Zhou et al. (2024), §3: (V₁ + V) / 2. */
  @Test
  void later_layers_take_half_of_the_first_layers_values() {
    ValueResidualAttention attention =
        new ValueResidualAttention(ValueResidualAttention.Form.IDENTITY);
    Graph graph = trace((scope, in) -> attention.values(scope, in.get("in"), in.get("first")));
    assertArrayEquals(sharesOf(0.5, 0.5), run(graph, Map.of()), TOLERANCE);
  }

  /** Zhou et al. (2024), §3: λ₁V₁ + λ₂V. */
  @Test
  void later_layers_learn_their_share_of_the_first_layers_values() {
    ValueResidualAttention attention =
        new ValueResidualAttention(ValueResidualAttention.Form.LEARNED);
    Graph graph = trace((scope, in) -> attention.values(scope, in.get("in"), in.get("first")));
    Map<String, double[]> shares =
        Map.of("lambda_1", new double[] {0.25}, "lambda_2", new double[] {-2});
    assertArrayEquals(sharesOf(0.25, -2), run(graph, shares), TOLERANCE);
  }

  @Test
  void learned_shares_start_at_a_half() {
    ValueResidualAttention attention =
        new ValueResidualAttention(ValueResidualAttention.Form.LEARNED);
    Graph graph = trace((scope, in) -> attention.values(scope, in.get("in"), in.get("first")));
    for (Op.Parameter share : graph.parameters()) {
      assertArrayEquals(
          new float[] {0.5f}, share.initializer().values(new long[0], new SplittableRandom(1)));
    }
  }

  private static double[] sharesOf(double ofFirst, double ofOwn) {
    double[] mixed = new double[HEADS_IN.length];
    Arrays.setAll(mixed, i -> ofFirst * FIRST[i] + ofOwn * HEADS_IN[i]);
    return mixed;
  }

  // ---- Outputs

  /** Qiu et al. (2025), eq. 5: Y ⊙ σ(XW), where head h has the h-th part of the columns of W. */
  @Test
  void a_gate_scales_each_number_that_a_head_gives() {
    double[] weight = numbers("weight", D_MODEL * HEADS * HEAD_DIM);
    double[] expected = gated(weight, HEAD_DIM);
    Graph graph = gate(GatedOutputAttention.Form.ELEMENTWISE);
    assertArrayEquals(expected, run(graph, Map.of("gate.weight", weight)), TOLERANCE);
  }

  @Test
  void a_gate_for_each_head_scales_all_that_it_gives() {
    double[] weight = numbers("weight", D_MODEL * HEADS);
    double[] expected = gated(weight, 1);
    Graph graph = gate(GatedOutputAttention.Form.HEADWISE);
    assertArrayEquals(expected, run(graph, Map.of("gate.weight", weight)), TOLERANCE);
  }

  private static Graph gate(GatedOutputAttention.Form form) {
    GatedOutputAttention attention = new GatedOutputAttention(form);
    return trace((scope, in) -> attention.output(scope, in.get("in"), in.get("tokens")));
  }

  private static double[] gated(double[] weight, int gatesOfHead) {
    double[] out = new double[HEADS_IN.length];
    for (int head = 0; head < HEADS; head++) {
      for (int t = 0; t < POSITIONS; t++) {
        for (int d = 0; d < HEAD_DIM; d++) {
          int column = head * gatesOfHead + d % gatesOfHead;
          double logit = 0;
          for (int i = 0; i < D_MODEL; i++) {
            logit += TOKENS[t * D_MODEL + i] * weight[i * HEADS * gatesOfHead + column];
          }
          int at = (head * POSITIONS + t) * HEAD_DIM + d;
          out[at] = HEADS_IN[at] / (1 + Math.exp(-logit));
        }
      }
    }
    return out;
  }

  // ---- What they share

  private static Graph trace(BiFunction<Scope, Map<String, Tensor>, Tensor> step) {
    Dim[] heads = {
      Dim.of("batch", 1),
      Dim.of("head", HEADS),
      Dim.of("position", POSITIONS),
      Dim.of("head_dim", HEAD_DIM)
    };
    Dim[] tokens = {Dim.of("batch", 1), Dim.of("position", POSITIONS), Dim.of("d_model", D_MODEL)};
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Map<String, Tensor> inputs =
              Map.of(
                  "in", scope.input("in", DataType.FLOAT, heads),
                  "first", scope.input("first", DataType.FLOAT, heads),
                  "tokens", scope.input("tokens", DataType.FLOAT, tokens));
          return Map.of("out", step.apply(scope, inputs)); // [batch, head, position, ...]
        });
  }

  private static double[] run(Graph graph, Map<String, double[]> weights) {
    Map<String, Array> inputs =
        Map.of(
            "in", Array.of(HEADS_IN, 1, HEADS, POSITIONS, HEAD_DIM),
            "first", Array.of(FIRST, 1, HEADS, POSITIONS, HEAD_DIM),
            "tokens", Array.of(TOKENS, 1, POSITIONS, D_MODEL));
    Map<String, Array> values = new HashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      values.put(
          parameter.name(), Array.of(weights.get(parameter.name()), parameter.shape().sizes()));
    }
    return Interpreter.run(graph, inputs, values).get("out").toDoubles();
  }
}
