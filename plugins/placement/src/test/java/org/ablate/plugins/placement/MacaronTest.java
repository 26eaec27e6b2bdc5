package org.ablate.plugins.placement;

import static org.ablate.plugins.placement.OfTwo.assertLayer;
import static org.ablate.plugins.placement.OfTwo.assertStack;
import static org.ablate.plugins.placement.Triple.ATTENTION;
import static org.ablate.plugins.placement.Triple.FEED_FORWARD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.ablate.plugin.Depth;
import org.ablate.plugin.Sublayer;
import org.ablate.plugins.placement.Macaron.Norm;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** On the number 2, around sub-layers that multiply by 3 and norms that add 10. */
class MacaronTest {

  @Test
  void half_a_feed_forward_stands_before_attention_and_half_of_one_after_it() {
    double first = 2 + 0.5 * 3 * 2 + 10;
    double attended = first + 3 * first + 10;
    double second = attended + 0.5 * 3 * attended + 10;

    assertLayer(second, new Macaron(Norm.POST), ATTENTION, FEED_FORWARD);
  }

  @Test
  void norms_stand_before_the_sublayers_if_told_so() {
    double first = 2 + 0.5 * 3 * (2 + 10);
    double attended = first + 3 * (first + 10);
    double second = attended + 0.5 * 3 * (attended + 10);

    assertStack(second + 10, new Macaron(Norm.PRE), ATTENTION, FEED_FORWARD);
  }

  @Test
  void without_a_feed_forward_it_is_post_or_pre() {
    assertStack(2 + 3 * 2 + 10, new Macaron(Norm.POST), ATTENTION);
    assertStack(2 + 3 * (2 + 10) + 10, new Macaron(Norm.PRE), ATTENTION);
  }

  @Test
  void the_two_feed_forwards_learn_apart() {
    Sublayer learning = new Learning();

    assertEquals(
        List.of("first_feed_forward.weight", "feed_forward.weight"),
        OfTwo.graph(
                (scope, x) -> new Macaron(Norm.POST).layer(scope, x, List.of(ATTENTION, learning)))
            .parameters()
            .stream()
            .map(Op.Parameter::name)
            .toList());
  }

  /** A feed-forward with a parameter. */
  private record Learning() implements Sublayer {
    @Override
    public String name() {
      return Sublayer.FEED_FORWARD;
    }

    @Override
    public Tensor apply(Scope scope, Tensor x) {
      return x.multiply(scope.parameter("weight", Initializer.ONES, x.dim(-1))); // as x
    }

    @Override
    public Tensor normalize(Scope scope, String normName, Tensor x) {
      return x; // as x
    }

    @Override
    public Depth depth() {
      return ATTENTION.depth();
    }
  }
}
