package org.ablate.verification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.PerformerAttention;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random features of queries and keys as long as those of trained models. */
class PerformerTest {
  /** Exponents near 100 are rounded by 1e-5 in single precision. */
  private static final double TOLERANCE = 1e-4;

  private static final int LENGTH = 48;
  private static final int HEAD_DIM = 64;
  private static final int FEATURES = 64;

  /** The standard deviation of queries and keys. */
  private static final double SPREAD = 3;

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(CausalForm.PARALLEL, false),
        Arguments.of(CausalForm.PARALLEL, true),
        Arguments.of(CausalForm.RECURRENT, true));
  }

  @ParameterizedTest(name = "{0}, causal: {1}")
  @MethodSource("forms")
  void in_single_precision_long_queries_and_keys_give_what_their_features_say(
      CausalForm form, boolean causal) {
    Graph graph = graph(new PerformerAttention(FEATURES, form), causal);
    double[] query = numbers(1, SPREAD);
    double[] key = numbers(2, SPREAD);
    double[] value = numbers(3, 1);
    Map<String, Array> weights = graph.initialWeights(1);
    double[] directions = weights.get("directions").toDoubles();
    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
        Program program = engine.compile(graph);
        Weights held = engine.weights(weights, Set.of())) {
      double[] out =
          program
              .run(held, Map.of("query", row(query), "key", row(key), "value", row(value)))
              .get("out")
              .toDoubles();
      assertArrayEquals(expected(query, key, value, directions, causal), out, TOLERANCE);
    }
  }

  private static Graph graph(Attention attention, boolean causal) {
    Dim[] axes = {
      Dim.of("batch", 1),
      Dim.of("head", 1),
      Dim.of("position", LENGTH),
      Dim.of("head_dim", HEAD_DIM)
    };
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor query = scope.input("query", DataType.FLOAT, axes); // [1, 1, query, head_dim]
          Tensor key = scope.input("key", DataType.FLOAT, axes); // [1, 1, key, head_dim]
          Tensor value = scope.input("value", DataType.FLOAT, axes); // [1, 1, key, head_dim]
          AttentionBias bias = AttentionBias.of(causal, Padding.none());
          return Map.of("out", attention.attend(scope, query, key, value, bias)); // as query
        });
  }

  /** Choromanski et al. (2020), lemma 1, with nothing added to a feature or a divisor. */
  private static double[] expected(
      double[] query, double[] key, double[] value, double[] directions, boolean causal) {
    double[][] ofQueries = exponents(query, directions);
    double[][] ofKeys = exponents(key, directions);
    double[] out = new double[query.length];
    for (int i = 0; i < LENGTH; i++) {
      double total = 0;
      for (int j = 0; j < (causal ? i + 1 : LENGTH); j++) {
        double similarity = 0;
        for (int f = 0; f < FEATURES; f++) {
          similarity += Math.exp(ofQueries[i][f] + ofKeys[j][f]);
        }
        total += similarity;
        for (int d = 0; d < HEAD_DIM; d++) {
          out[i * HEAD_DIM + d] += similarity * value[j * HEAD_DIM + d];
        }
      }
      for (int d = 0; d < HEAD_DIM; d++) {
        out[i * HEAD_DIM + d] /= total;
      }
    }
    return out;
  }

  /** ωx − ‖x‖² / 2 of each position and feature. */
  private static double[][] exponents(double[] rows, double[] directions) {
    double[][] exponents = new double[LENGTH][FEATURES];
    for (int i = 0; i < LENGTH; i++) {
      for (int d = 0; d < HEAD_DIM; d++) {
        double x = rows[i * HEAD_DIM + d] / Math.pow(HEAD_DIM, 0.25);
        for (int f = 0; f < FEATURES; f++) {
          exponents[i][f] += x * directions[d * FEATURES + f] - x * x / 2;
        }
      }
    }
    return exponents;
  }

  private static double[] numbers(int seed, double spread) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = new double[LENGTH * HEAD_DIM];
    Arrays.setAll(numbers, i -> spread * random.nextGaussian());
    return numbers;
  }

  private static Array row(double[] numbers) {
    return Array.of(numbers, 1, 1, LENGTH, HEAD_DIM);
  }
}
