package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AttentionFusionTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim QUERY = Dim.symbolic("query");
  private static final Dim KEY = Dim.symbolic("key");
  private static final Dim HEAD_DIM = Dim.of("head_dim", 4);

  private static Tensor query(Scope scope) {
    return scope.input("query", DataType.FLOAT, BATCH, HEAD, QUERY, HEAD_DIM); // [b, h, query, d]
  }

  private static Tensor key(Scope scope) {
    return scope.input("key", DataType.FLOAT, BATCH, HEAD, KEY, HEAD_DIM); // [b, h, key, d]
  }

  private static Tensor value(Scope scope) {
    return scope.input("value", DataType.FLOAT, BATCH, HEAD, KEY, HEAD_DIM); // [b, h, key, d]
  }

  private static Tensor scores(Scope scope) {
    return query(scope).matmul(key(scope).transpose(-2, -1)).multiply(0.5); // [b, h, query, key]
  }

  private static int found(Mode mode, Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(mode, scope -> Map.of("result", definition.apply(scope)));
    return found(graph);
  }

  private static int found(Graph graph) {
    Roots roots = Roots.ofRun(graph);
    return AttentionFusion.find(roots.needed(graph), new HashSet<>(roots.all())).size();
  }

  @Test
  void a_plain_formula_is_attention() {
    assertEquals(1, found(Mode.INFERENCE, s -> scores(s).softmax(-1).matmul(value(s))));
  }

  @Test
  void scores_that_are_probed_do_not_hinder() {
    assertEquals(
        1, found(Mode.INFERENCE, s -> s.probe("weights", scores(s).softmax(-1)).matmul(value(s))));
  }

  @Test
  void weights_that_are_an_output_are_computed() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor weights = scores(s).softmax(-1); // [batch, head, query, key]
              return Map.of("weights", weights, "mixed", weights.matmul(value(s)));
            });
    assertEquals(0, found(graph));
  }

  @Test
  void scores_that_are_used_twice_are_computed() {
    assertEquals(
        0,
        found(
            Mode.INFERENCE,
            s -> {
              Tensor scores = scores(s); // [batch, head, query, key]
              return scores.softmax(-1).add(scores).matmul(value(s)); // [b, h, query, d]
            }));
    assertEquals(
        0,
        found(
            Mode.INFERENCE,
            s -> {
              Tensor scores = scores(s); // [batch, head, query, key]
              Tensor mixed = scores.softmax(-1).matmul(value(s)); // [batch, head, query, head_dim]
              return mixed.add(scores.mean(-1)); // [batch, head, query, head_dim]
            }));
  }

  @Test
  void a_bias_that_is_learned_needs_its_gradient() {
    assertEquals(
        0,
        found(
            Mode.INFERENCE,
            s -> {
              Tensor slope = s.parameter("slope", Initializer.ONES, HEAD, Dim.one(), Dim.one());
              return scores(s).add(slope).softmax(-1).matmul(value(s)); // [b, h, query, d]
            }));
  }

  @Test
  void weights_that_are_dropped_out_need_the_runs_generator() {
    assertEquals(
        0,
        found(
            Mode.TRAINING, s -> s.dropout("dropout", scores(s).softmax(-1), 0.5).matmul(value(s))));
  }

  @Test
  void a_scale_after_the_bias_is_another_formula() {
    assertEquals(
        0,
        found(
            Mode.INFERENCE,
            s -> {
              Tensor bias = s.input("bias", DataType.FLOAT, KEY); // [key]
              return scores(s).add(bias).multiply(2).softmax(-1).matmul(value(s)); // [b, h, q, d]
            }));
  }

  @Test
  void a_bias_that_adds_a_batch_axis_is_another_formula() {
    assertEquals(
        0,
        found(
            Mode.INFERENCE,
            s -> {
              Tensor q = s.input("q", DataType.FLOAT, QUERY, HEAD_DIM); // [query, head_dim]
              Tensor k = s.input("k", DataType.FLOAT, KEY, HEAD_DIM); // [key, head_dim]
              Tensor bias =
                  s.input("bias", DataType.FLOAT, BATCH, HEAD, QUERY, KEY); // [b, h, q, k]
              Tensor weights = q.matmul(k.transpose(0, 1)).add(bias).softmax(-1); // [b, h, q, k]
              return weights.matmul(value(s)); // [batch, head, query, head_dim]
            }));
  }

  @Test
  void attention_runs_as_one_kernel() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = query(s); // [batch, head, query, head_dim]
              Tensor scores = x.matmul(x.transpose(-2, -1)).divide(2); // [b, h, query, query]
              return Map.of("mixed", scores.causalSoftmax().matmul(x));
            });
    try (Transfer transfer = new Transfer(Device.CPU, Precision.FLOAT32);
        RandomSource random = new RandomSource(transfer);
        Natives natives = new Natives()) {
      Plan plan =
          Lowering.plan(
              graph, Roots.ofRun(graph), ProductPrecision.FULL, transfer, random, natives);
      assertEquals(1, plan.instructions().size());
      assertEquals(0, plan.constants().size());
    }
  }
}
