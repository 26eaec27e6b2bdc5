package org.ablate.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Component;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ComponentCaseTest {

  /** The sum with a parameter, which tells that a step was taken. */
  private static Tensor marked(Scope scope, String step, Tensor x) {
    return x.add(scope.parameter(step, Initializer.ONES, Dim.one())); // as x
  }

  /** An attention that has a parameter for each of its steps. */
  private record Steps() implements Attention {
    @Override
    public Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias bias) {
      return marked(s, "attend", bias.softmax(q.matmul(k.transpose(-2, -1))).matmul(v)); // as q
    }

    @Override
    public AttentionBias bias(Scope s, Tensor tokens, int heads, AttentionBias bias) {
      return bias.plus(s.parameter("bias", Initializer.ONES, Dim.one()));
    }

    @Override
    public Tensor queries(Scope s, Tensor query) {
      return marked(s, "of_queries", query); // as query
    }

    @Override
    public Tensor keys(Scope s, Tensor key) {
      return marked(s, "of_keys", key); // as key
    }

    @Override
    public Tensor values(Scope s, Tensor value, Tensor first) {
      return marked(s, "of_values", value.add(first)); // as value
    }

    @Override
    public Tensor output(Scope s, Tensor mixed, Tensor tokens) {
      return marked(s, "output", mixed); // as mixed
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  private static Map<String, Graph> graphs(Kind kind, Component component) {
    return ComponentCase.all(kind, component).stream()
        .collect(Collectors.toMap(ComponentCase::name, ComponentCase::graph));
  }

  private static Set<String> parameters(Graph graph) {
    Function<Op.Parameter, String> ownName =
        parameter -> parameter.name().substring("attention.".length());
    return graph.parameters().stream().map(ownName).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void an_attention_is_run_with_all_steps_around_its_formula() {
    Map<String, Graph> graphs = graphs(Kind.ATTENTION, new Steps());
    Set<String> all = Set.of("attend", "bias", "of_keys", "of_queries", "of_values", "output");
    for (String use :
        List.of(
            "bidirectional",
            "causal with padding",
            "causal with a bias on scores",
            "first call of decoding",
            "later call of decoding")) {
      assertEquals(all, parameters(graphs.get(use)), use);
    }
    assertEquals(
        Set.of("attend", "of_keys", "of_queries", "output"), parameters(graphs.get("cross")));
  }

  @Test
  void an_attention_that_decodes_keeps_keys_and_values_of_its_own_and_of_the_first_layer() {
    assertEquals(
        Set.of("attention.keys", "attention.values", "attention.first_values", "attention.tokens"),
        graphs(Kind.ATTENTION, new Steps()).get("later call of decoding").states().keySet());
  }

  @Test
  void a_feed_forward_is_run_with_padding_too() {
    FeedForward counting = (s, x, width, padding) -> padding.zero(x); // [batch, position, d_model]
    Graph graph = graphs(Kind.FEED_FORWARD, counting).get("inference with padding");
    assertEquals(
        List.of("tokens", "x"), graph.inputs().stream().map(Op.Input::name).sorted().toList());
  }

  @Test
  void what_a_normalization_makes_of_embeddings_is_run() {
    Normalization halving =
        new Normalization() {
          @Override
          public Tensor normalize(Scope scope, Tensor x, Padding padding) {
            return x; // [batch, position, d_model]
          }

          @Override
          public Tensor normalizeEmbeddings(Tensor table) {
            return table.multiply(0.5); // [token, d_model]
          }
        };
    Graph graph = graphs(Kind.NORMALIZATION, halving).get("embeddings");
    assertEquals("multiply", graph.outputs().get("output").op().label());
  }

  @Test
  void where_an_encoding_places_tokens_is_run_in_training_too() {
    PositionalEncoding shifted =
        new PositionalEncoding() {
          @Override
          public Set<Place> places() {
            return Set.of(Place.EMBEDDINGS);
          }

          @Override
          public Positions place(Scope scope, Positions counted) {
            Tensor moved = counted.query().add(scope.mode() == Mode.TRAINING ? 2 : 1); // [1, p]
            return new Positions(moved, moved, counted.causal());
          }
        };
    Map<String, Graph> graphs = graphs(Kind.POSITIONAL_ENCODING, shifted);
    assertEquals(
        Set.of("places in inference", "places in training", "embeddings"), graphs.keySet());
    assertEquals(Mode.TRAINING, graphs.get("places in training").mode());
  }
}
