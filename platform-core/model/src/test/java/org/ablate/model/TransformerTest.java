package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerTest {
  /** Sums of the same double-precision numbers in another order. */
  private static final double DOUBLE_ROUNDING = 1e-14;

  @ParameterizedTest
  @EnumSource
  void logits_have_an_entry_for_each_token(Architecture architecture) {
    Graph graph = Parts.model(architecture, Parts.PLAIN, true).inference();

    String position = architecture == Architecture.ENCODER_DECODER ? "target" : "position";
    assertEquals("[batch, %s, token=11]".formatted(position), graph.result().shape().toString());
  }

  @Test
  void parameters_are_named_by_where_they_are() {
    Graph graph = Parts.model(Architecture.ENCODER_DECODER, Parts.PLAIN, true).inference();

    List<String> names = graph.parameters().stream().map(Op.Parameter::name).toList();
    assertEquals(
        List.of(
            "embedding.weight",
            "encoder.embedding.position.weight",
            "encoder.layer.0.self_attention.norm.gain",
            "encoder.layer.0.self_attention.norm.bias",
            "encoder.layer.0.self_attention.query.weight"),
        names.subList(0, 5));
    assertEquals(
        "decoder.layer.1.cross_attention.output.bias",
        names.get(names.indexOf("decoder.layer.1.feed_forward.norm.gain") - 1));
  }

  @Test
  void every_layer_is_a_stage() {
    Graph graph = Parts.model(Architecture.ENCODER_DECODER, Parts.PLAIN, true).training(0);

    assertEquals(
        List.of(
            graph.probes().get("encoder.layer.0.output"),
            graph.probes().get("encoder.layer.1.output"),
            graph.probes().get("decoder.layer.0.output"),
            graph.probes().get("decoder.layer.1.output")),
        graph.stages());
  }

  @Test
  void attention_weights_can_be_looked_at_in_every_layer() {
    Graph graph = Parts.model(Architecture.ENCODER_DECODER, Parts.PLAIN, true).inference();

    assertEquals(
        List.of(
            "encoder.layer.0.self_attention.weights",
            "encoder.layer.1.self_attention.weights",
            "decoder.layer.0.self_attention.weights",
            "decoder.layer.0.cross_attention.weights",
            "decoder.layer.1.self_attention.weights",
            "decoder.layer.1.cross_attention.weights"),
        graph.probes().keySet().stream().filter(name -> name.endsWith(".weights")).toList());
    assertEquals(
        "[batch, head=2, query=target, key=source]",
        graph.probes().get("decoder.layer.1.cross_attention.weights").shape().toString());
  }

  @Test
  void a_later_decoding_call_does_not_run_the_encoder() {
    Graph step = Parts.model(Architecture.ENCODER_DECODER, Parts.PLAIN, true).decodingStep();

    assertEquals(
        List.of(),
        step.parameters().stream()
            .map(Op.Parameter::name)
            .filter(name -> name.startsWith("encoder."))
            .toList());
  }

  @Test
  void what_a_part_adds_to_the_loss_is_trained_in_every_layer() {
    Graph graph =
        Parts.model(
                Architecture.DECODER, Parts.withFeedForward("costly", new Parts.Costly()), false)
            .training(0);
    Map<String, Array> inputs =
        Map.of(
            "tokens", Array.of(new long[] {6, 7, 8}, 1, 3),
            "labels", Array.of(new long[] {7, 8, 9}, 1, 3));

    Map<String, Array> losses = Interpreter.run(graph, inputs, graph.initialWeights(1));

    double crossEntropy = losses.get("cross_entropy").toDoubles()[0];
    assertEquals(crossEntropy + 3 + 3, losses.get("loss").toDoubles()[0]);
  }

  @Test
  void classifying_only_what_is_asked_for_has_the_same_losses_and_the_same_weights() {
    Transformer model = Parts.model(Architecture.ENCODER, Parts.PLAIN, false);
    Graph everywhere = model.training(0.1);
    Graph whereAsked = model.trainingWhereAsked(0.1);
    Map<String, Array> weights = everywhere.initialWeights(1);
    long none = CrossEntropy.IGNORED;
    Array tokens = Array.of(new long[] {6, 7, 8, 9, 6, 7}, 2, 3);

    Map<String, Array> expected =
        Interpreter.run(
            everywhere,
            Map.of(
                "tokens", tokens, "labels", Array.of(new long[] {none, 8, none, 7, none, 9}, 2, 3)),
            weights);
    Map<String, Array> losses =
        Interpreter.run(
            whereAsked,
            Map.of(
                "tokens", tokens,
                "asked", Array.of(new long[] {1, 3, 5}, 3),
                "labels", Array.of(new long[] {8, 7, 9}, 3)),
            weights);

    assertEquals(everywhere.parameters(), whereAsked.parameters());
    for (String loss : List.of("loss", "cross_entropy")) {
      assertEquals(expected.get(loss).at(0), losses.get(loss).at(0), DOUBLE_ROUNDING);
    }
  }

  @Test
  void a_layer_without_a_feed_forward_has_no_norm_for_it_either() {
    Graph graph =
        Parts.model(Architecture.DECODER, Parts.withFeedForward("none", new Parts.Absent()), false)
            .inference();

    assertEquals(
        List.of(),
        graph.parameters().stream()
            .map(Op.Parameter::name)
            .filter(name -> name.contains("feed_forward"))
            .toList());
  }
}
