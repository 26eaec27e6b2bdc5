package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ScopeTest {
  private static final Dim ROW = Dim.symbolic("row");
  private static final Dim IN = Dim.of("in", 3);
  private static final Dim OUT = Dim.of("out", 2);

  @Test
  void names_are_joined_by_dots() {
    Graph graph =
        trace(
            scope ->
                scope.in(
                    "encoder",
                    encoder ->
                        encoder.in(
                            "layer.0",
                            layer -> {
                              assertEquals("encoder.layer.0", layer.path());
                              return layer.parameter("gain", Initializer.ONES, IN); // [in]
                            })));
    assertEquals("encoder.layer.0.gain", graph.parameters().get(0).name());
    assertEquals("encoder.layer.0", graph.result().scope());
  }

  @Test
  void a_value_belongs_to_the_scope_that_is_entered_and_not_to_the_one_that_is_held() {
    Graph graph =
        trace(
            outer -> {
              Tensor inside = outer.in("inner", inner -> outer.range(ROW)); // [row]
              assertEquals("inner", inside.scope());
              return outer.range(ROW); // [row]
            });
    assertEquals("", graph.result().scope());
  }

  @Test
  void a_scope_is_left_even_after_a_mistake() {
    trace(
        scope -> {
          assertThrows(
              IllegalStateException.class,
              () -> scope.in("inner", inner -> fail(new IllegalStateException())));
          Tensor after = scope.range(ROW); // [row]
          assertEquals("", after.scope());
          return after;
        });
  }

  private static Tensor fail(RuntimeException exception) {
    throw exception;
  }

  @Test
  void inputs_have_one_name_for_the_whole_graph() {
    Graph graph =
        trace(scope -> scope.in("encoder", inner -> inner.input("tokens", DataType.INTEGER, ROW)));
    assertEquals("tokens", graph.inputs().get(0).name());
  }

  @Test
  void what_is_added_to_the_loss_is_known_by_its_place() {
    trace(
        scope -> {
          Tensor loss = scope.constant(new double[] {1}); // []
          scope.in(
              "router",
              inner -> {
                inner.auxiliaryLoss("balance", loss);
                return loss;
              });
          assertEquals(Map.of("router.balance", loss), scope.auxiliaryLosses());
          return loss;
        });
  }

  @Test
  void linear_declares_weight_and_bias() {
    Graph graph = trace(scope -> scope.linear("query", x(scope), OUT));
    assertEquals(
        List.of("query.weight", "query.bias"),
        graph.parameters().stream().map(Op.Parameter::name).toList());
    assertEquals(Shape.of(IN, OUT), graph.parameters().get(0).shape());
    assertEquals(Shape.of(OUT), graph.parameters().get(1).shape());
  }

  @Test
  void a_projection_has_no_bias() {
    Graph graph = trace(scope -> scope.projection("query", x(scope), OUT));
    assertEquals(
        List.of("query.weight"), graph.parameters().stream().map(Op.Parameter::name).toList());
  }

  @Test
  void two_parameters_of_one_name_are_refused() {
    assertMistake(
        "parameter: the name 'query.weight' is taken; choose another, or use scope.shared where it is to be the same",
        () ->
            trace(
                scope -> {
                  scope.linear("query", x(scope), OUT); // [row, out]
                  return scope.in("query", s -> s.parameter("weight", Initializer.ZEROS, IN));
                }));
  }

  @Test
  void a_shared_scope_has_its_parameters_once() {
    Graph graph =
        trace(
            scope -> {
              Tensor first = shared(scope, "weight", IN);
              assertSame(first, shared(scope, "weight", IN));
              return first;
            });
    assertEquals(1, graph.parameters().size());
  }

  @Test
  void scopes_below_a_shared_one_are_shared_too() {
    trace(
        scope -> {
          Function<Scope, Tensor> deep = s -> s.in("inner", i -> parameter(i, "weight", IN));
          Tensor first = scope.shared("layer", deep); // [in]
          assertSame(first, scope.shared("layer", deep));
          return first;
        });
  }

  @Test
  void a_scope_beside_a_shared_one_is_not_shared() {
    trace(
        scope -> {
          Tensor inShared = shared(scope, "weight", IN);
          Tensor beside = scope.in("layer_norm", s -> parameter(s, "weight", IN)); // [in]
          assertNotSame(inShared, beside);
          return beside;
        });
  }

  @Test
  void a_shared_parameter_keeps_its_shape() {
    assertMistake(
        "parameter: the name 'layer.weight' is shared, and is not what it was before",
        () ->
            trace(
                scope -> {
                  shared(scope, "weight", IN);
                  return shared(scope, "weight", OUT);
                }));
  }

  @Test
  void within_one_entry_into_a_shared_scope_a_name_is_used_once() {
    assertMistake(
        "parameter: the name 'layer.weight' is taken; choose another, or use scope.shared where it is to be the same",
        () ->
            trace(
                scope ->
                    scope.shared(
                        "layer",
                        layer ->
                            parameter(layer, "weight", IN).add(parameter(layer, "weight", IN)))));
  }

  @Test
  void each_entry_into_a_shared_scope_draws_its_own_noise() {
    Graph graph =
        trace(
            scope -> {
              Function<Scope, Tensor> noise = s -> s.uniform("noise", Shape.of(IN));
              Tensor first = scope.shared("layer", noise); // [in]
              return first.add(scope.shared("layer", noise)); // [in]
            });
    assertEquals(
        List.of("layer.noise", "layer.noise_2"),
        graph.randoms().stream().map(Op.Random::name).toList());
  }

  @Test
  void each_entry_into_a_shared_scope_has_its_own_probes() {
    Graph graph =
        trace(
            scope -> {
              Tensor x = x(scope); // [row, in]
              scope.shared("layer", s -> s.probe("weights", x.exp()));
              return scope.shared("layer", s -> s.probe("weights", x.abs()));
            });
    assertEquals("exp", graph.probes().get("layer.weights").op().label());
    assertEquals("abs", graph.probes().get("layer.weights_2").op().label());
  }

  @Test
  void two_probes_of_one_name_are_refused() {
    assertMistake(
        "probe: the name 'weights' is taken; choose another, or use scope.shared where it is to be the same",
        () ->
            trace(
                scope -> {
                  Tensor x = scope.probe("weights", x(scope)); // [row, in]
                  return scope.probe("weights", x);
                }));
  }

  @Test
  void a_probe_is_found_by_the_path_of_its_scope() {
    Graph graph = trace(scope -> scope.in("layer", s -> s.probe("scores", x(s))));
    assertEquals(Map.of("layer.scores", graph.result()), graph.probes());
  }

  @Test
  void an_outer_definition_can_replace_a_value_that_is_probed() {
    Graph graph =
        trace(
            scope ->
                scope
                    .replacing("attention.scores", Tensor::abs)
                    .in("attention", s -> s.probe("scores", x(s).exp()).negate()));
    assertEquals(
        List.of("input", "exp", "abs", "negate"),
        graph.nodes().stream().map(node -> node.op().label()).toList());
    assertEquals("abs", graph.probes().get("attention.scores").op().label());
  }

  @Test
  void a_value_that_is_replaced_twice_is_changed_by_the_inner_definition_first() {
    Graph graph =
        trace(
            scope ->
                scope
                    .replacing("scores", Tensor::abs)
                    .replacing("scores", Tensor::exp)
                    .probe("scores", x(scope)));
    assertEquals(
        List.of("input", "exp", "abs"),
        graph.nodes().stream().map(node -> node.op().label()).toList());
  }

  @Test
  void a_replacement_must_be_of_the_same_type() {
    assertMistake(
        "probe: the value must be [row, in=3]",
        () ->
            trace(
                scope ->
                    scope.replacing("scores", scores -> scores.sum(-1)).probe("scores", x(scope))));
  }

  @Test
  void an_outer_definition_can_decide_how_parameters_start() {
    Graph graph =
        trace(
            scope ->
                scope.in(
                    "layer",
                    layer ->
                        parameter(
                                layer.initializing(
                                    (name, stated) ->
                                        name.equals("gain") ? Initializer.ONES : stated),
                                "gain",
                                IN)
                            .add(parameter(layer, "bias", IN))));
    assertEquals(
        List.of(Initializer.ONES, Initializer.ZEROS),
        graph.parameters().stream().map(Op.Parameter::initializer).toList());
  }

  @Test
  void how_parameters_start_is_decided_by_their_name_from_where_it_is_said() {
    trace(
        scope ->
            scope.in(
                "outer",
                outer ->
                    outer
                        .initializing(
                            (name, stated) -> {
                              assertEquals("inner.gain", name);
                              return stated;
                            })
                        .in("inner", inner -> parameter(inner, "gain", IN))));
  }

  @Test
  void dropout_draws_noise_in_training_only() {
    Function<Scope, Tensor> definition = scope -> scope.dropout("dropout", x(scope), 0.5);
    assertEquals(
        List.of("dropout"),
        trace(Mode.TRAINING, definition).randoms().stream().map(Op.Random::name).toList());
    for (Mode mode : List.of(Mode.INFERENCE, Mode.DECODING_START, Mode.DECODING_STEP)) {
      assertEquals(1, trace(mode, definition).nodes().size());
    }
  }

  @Test
  void dropout_of_probability_zero_is_nothing() {
    assertEquals(
        1, trace(Mode.TRAINING, scope -> scope.dropout("dropout", x(scope), 0)).nodes().size());
  }

  @Test
  void an_updated_buffer_is_known_by_its_name() {
    Graph graph =
        trace(
            Mode.TRAINING,
            scope ->
                scope.in(
                    "norm",
                    s -> {
                      Tensor mean = s.buffer("mean", Initializer.ZEROS, IN); // [in]
                      s.update(mean, mean.multiply(0.9));
                      return mean;
                    }));
    assertEquals(Set.of("norm.mean"), graph.updates().keySet());
    assertEquals("multiply", graph.updates().get("norm.mean").op().label());
    assertEquals(List.of("norm.mean"), graph.buffers().stream().map(Op.Buffer::name).toList());
  }

  private static void assertMistake(String complaint, Executable definition) {
    TensorException mistake = assertThrows(TensorException.class, definition);
    assertEquals(complaint, mistake.getMessage().lines().findFirst().orElseThrow());
  }

  private static Tensor x(Scope scope) {
    return scope.input("x", DataType.FLOAT, ROW, IN); // [row, in]
  }

  private static Tensor shared(Scope scope, String name, Dim dim) {
    return scope.shared("layer", s -> parameter(s, name, dim)); // [dim]
  }

  private static Tensor parameter(Scope scope, String name, Dim dim) {
    return scope.parameter(name, Initializer.ZEROS, dim); // [dim]
  }

  private static Graph trace(Function<Scope, Tensor> definition) {
    return trace(Mode.INFERENCE, definition);
  }

  private static Graph trace(Mode mode, Function<Scope, Tensor> definition) {
    return Graph.trace(mode, scope -> Map.of("result", definition.apply(scope)));
  }
}
