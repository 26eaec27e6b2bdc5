package org.ablate.plugins.placement;

import static org.ablate.plugins.placement.OfTwo.assertLayer;
import static org.ablate.plugins.placement.OfTwo.assertStack;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import org.ablate.plugin.Depth;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** On the number 2, around norms that add 10. */
class NormFormerTest {
  /** Whole numbers are exact. */
  private static final double EXACTLY = 0;

  @Test
  void what_attention_gives_is_normalized() {
    assertLayer(2 + (5 * 3 * (2 + 10) + 10), new NormFormer(), new Probed("self_attention"));
  }

  @Test
  void the_hidden_layer_of_a_feed_forward_is_normalized() {
    assertLayer(2 + 5 * (3 * (2 + 10) + 10), new NormFormer(), new Probed(Sublayer.FEED_FORWARD));
  }

  @Test
  void the_last_layer_is_followed_by_a_norm() {
    assertStack(2 + (5 * 3 * (2 + 10) + 10) + 10, new NormFormer(), new Probed("self_attention"));
  }

  @Test
  void each_head_is_scaled_by_a_number_that_is_learned() {
    Graph graph =
        OfTwo.graph(
            (scope, x) -> new NormFormer().residual(scope, x, new Probed("self_attention")));

    Array gamma = Array.of(new double[] {7}, 1, 1, 1);
    Array two = Array.of(new double[] {2}, 1, 1, 1);
    assertArrayEquals(
        new double[] {2 + (5 * 7 * 3 * (2 + 10) + 10)},
        Interpreter.run(graph, Map.of("x", two), Map.of("gamma", gamma)).get("y").toDoubles(),
        EXACTLY);
  }

  /** Multiplies by 3, then, after what placements can replace, by 5. */
  private record Probed(String name) implements Sublayer {
    @Override
    public Tensor apply(Scope scope, Tensor x) {
      Tensor inner = x.multiply(3); // [1, 1, 1]
      if (name.equals(Sublayer.FEED_FORWARD)) {
        return scope.probe("hidden", inner).multiply(5); // [1, 1, 1]
      }
      Tensor heads = inner.unsqueeze(1); // [1, head, 1, head_dim]
      return scope.probe("heads", heads).squeeze(1).multiply(5); // [1, 1, 1]
    }

    @Override
    public Tensor normalize(Scope scope, String normName, Tensor x) {
      return x.add(10); // as x
    }

    @Override
    public Depth depth() {
      return Triple.ATTENTION.depth();
    }
  }
}
