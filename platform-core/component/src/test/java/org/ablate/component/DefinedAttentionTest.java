package org.ablate.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.ablate.model.QueryKeyPositions;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.plugins.attention.DifferentialAttention;
import org.ablate.plugins.attention.QkNormAttention;
import org.ablate.plugins.positional_encoding.Rotary;
import org.ablate.plugins.positional_encoding.RotaryScaling;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a composed attention passes on to its pieces. */
class DefinedAttentionTest {
  private static final int HEADS = 2;
  private static final int POSITIONS = 3;
  private static final int HEAD_DIM = 4;

  private static final Attention DIFFERENTIAL = new DifferentialAttention(0.8);
  private static final Rotary ROTARY =
      new Rotary(10_000, Rotary.Layout.HALF_SPLIT, 1, RotaryScaling.NONE);

  /** From queries, keys and values to outputs. */
  @FunctionalInterface
  private interface Formula {
    Tensor outputs(Scope scope, Tensor query, Tensor key, Tensor value);
  }

  @Test
  void queries_that_stand_side_by_side_are_those_of_its_kernel() {
    assertEquals(2, DefinitionsTest.attention("{attention: differential}").queriesPerHead());
  }

  @Test
  void queries_and_keys_are_those_of_its_kernel() {
    Attention defined = DefinitionsTest.attention("{attention: qk-norm}");
    Attention kernel = new QkNormAttention(QkNormAttention.Norm.LAYER, 1e-6);

    assertArrayEquals(
        outputs((scope, query, key, value) -> compared(kernel, scope, query, key)),
        outputs((scope, query, key, value) -> compared(defined, scope, query, key)));
  }

  @Test
  void a_norm_of_queries_and_keys_takes_the_place_of_its_kernels() {
    Attention defined =
        DefinitionsTest.attention(
            "{attention: qk-norm, query_key_norm: {name: rms-norm, epsilon: 1e-6}}");
    Attention normalized = new QkNormAttention(QkNormAttention.Norm.RMS, 1e-6);

    assertArrayEquals(
        outputs((scope, query, key, value) -> compared(normalized, scope, query, key)),
        outputs((scope, query, key, value) -> compared(defined, scope, query, key)));
  }

  /** Queries and keys as they are compared. */
  private static Tensor compared(Attention attention, Scope scope, Tensor query, Tensor key) {
    return Tensor.concat(
        -1, attention.queries(scope, query), attention.keys(scope, key)); // [b, h, pos, 2 hd]
  }

  @Test
  void its_own_positions_are_given_to_each_query_of_a_head() {
    Attention defined =
        DefinitionsTest.attention("{attention: differential, positional_encoding: rotary}");
    QueryKeyPositions positions = new QueryKeyPositions(ROTARY, 2);

    assertArrayEquals(
        outputs(
            (scope, query, key, value) -> {
              Tensor places = scope.range(Dim.of("position", POSITIONS)).unsqueeze(0); // [1, pos]
              return DIFFERENTIAL.attend(
                  scope,
                  positions.ofQuery(scope, query, places),
                  positions.ofKey(scope, key, places),
                  value,
                  causal()); // [batch, head, query, head_dim]
            }),
        outputs((scope, query, key, value) -> defined.attend(scope, query, key, value, causal())));
  }

  private static AttentionBias causal() {
    return AttentionBias.of(true, Padding.none());
  }

  private static double[] outputs(Formula formula) {
    Dim[] axes = {
      Dim.of("batch", 1),
      Dim.of("head", HEADS),
      Dim.of("position", POSITIONS),
      Dim.of("head_dim", HEAD_DIM)
    };
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor query = scope.input("query", DataType.FLOAT, axes); // [b, h, position, hd]
              Tensor key = scope.input("key", DataType.FLOAT, axes); // [b, h, position, hd]
              Tensor value = scope.input("value", DataType.FLOAT, axes); // [b, h, position, hd]
              return Map.of("out", formula.outputs(scope, query, key, value)); // [b, h, pos, hd]
            });
    Map<String, Array> inputs = new HashMap<>();
    for (String name : new String[] {"query", "key", "value"}) {
      double[] numbers =
          new SplittableRandom(name.hashCode())
              .doubles(HEADS * POSITIONS * HEAD_DIM, -1, 1)
              .toArray();
      inputs.put(name, Array.of(numbers, 1, HEADS, POSITIONS, HEAD_DIM));
    }
    return Interpreter.run(graph, inputs, graph.initialWeights(1)).get("out").toDoubles();
  }
}
