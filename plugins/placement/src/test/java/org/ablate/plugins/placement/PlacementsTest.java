package org.ablate.plugins.placement;

import static org.ablate.plugins.placement.OfTwo.assertLayer;
import static org.ablate.plugins.placement.OfTwo.assertResult;
import static org.ablate.plugins.placement.OfTwo.assertStack;
import static org.ablate.plugins.placement.Triple.ATTENTION;
import static org.ablate.plugins.placement.Triple.FEED_FORWARD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Op;
import org.junit.jupiter.api.Test;

/** On the number 2, around sub-layers that multiply by 3 and norms that add 10. */
class PlacementsTest {

  @Test
  void post_normalizes_the_sum() {
    assertLayer(2 + 3 * 2 + 10, new Post(), ATTENTION);
  }

  @Test
  void post_has_nothing_left_to_normalize_after_the_last_layer() {
    assertResult(2, (scope, x) -> new Post().finish(x, y -> y.add(10)));
  }

  @Test
  void pre_normalizes_what_the_sublayer_sees_and_leaves_the_residual_alone() {
    assertLayer(2 + 3 * (2 + 10), new Pre(), ATTENTION);
  }

  @Test
  void pre_normalizes_after_the_last_layer() {
    assertResult(2 + 10, (scope, x) -> new Pre().finish(x, y -> y.add(10)));
  }

  @Test
  void sub_layers_follow_each_other() {
    double attended = 2 + 3 * (2 + 10);
    assertLayer(attended + 3 * (attended + 10), new Pre(), ATTENTION, FEED_FORWARD);
  }

  @Test
  void sandwich_normalizes_what_the_sublayer_sees_and_what_it_gives() {
    assertLayer(2 + (3 * (2 + 10) + 10), new Sandwich(), ATTENTION);
  }

  @Test
  void sandwich_normalizes_after_the_last_layer() {
    assertStack(2 + (3 * (2 + 10) + 10) + 10, new Sandwich(), ATTENTION);
  }

  @Test
  void peri_is_a_sandwich_on_normalized_embeddings() {
    double embedded = 2 + 10;
    assertStack(embedded + (3 * (embedded + 10) + 10) + 10, new Peri(), ATTENTION);
  }

  @Test
  void parallel_adds_what_all_sublayers_make_of_one_norm() {
    assertLayer(2 + 3 * (2 + 10) + 3 * (2 + 10), new Parallel(), ATTENTION, FEED_FORWARD);
  }

  @Test
  void parallel_normalizes_after_the_last_layer() {
    assertStack(2 + 3 * (2 + 10) + 10, new Parallel(), ATTENTION);
  }

  @Test
  void parallel_around_one_sublayer_is_pre() {
    assertLayer(2 + 3 * (2 + 10), new Parallel(), ATTENTION);
  }

  @Test
  void rezero_is_the_identity_before_training() {
    assertStack(2, new ReZero(), ATTENTION, FEED_FORWARD);
  }

  @Test
  void rezero_learns_one_number_in_a_layer() {
    assertEquals(
        List.of("alpha"),
        OfTwo.graph(
                (scope, x) ->
                    new ReZero().layer(scope, x, List.<Sublayer>of(ATTENTION, FEED_FORWARD)))
            .parameters()
            .stream()
            .map(Op.Parameter::name)
            .toList());
  }

  @Test
  void layer_scale_with_1_is_pre() {
    assertStack(2 + 3 * (2 + 10) + 10, new LayerScale(Optional.of(1.0)), ATTENTION);
  }

  @Test
  void layer_scale_scales_what_is_added() {
    assertLayer(2 + 0.5 * 3 * (2 + 10), new LayerScale(Optional.of(0.5)), ATTENTION);
  }

  @Test
  void res_dual_adds_the_norm_of_a_plain_sum_to_a_stream_of_post() {
    double first = 3 * 2;
    double x = 2 + first + 10;
    double second = 3 * x;
    double post = x + second + 10;
    double dual = 2 + first + second;

    assertStack(post + (dual + 10), new ResDual(), ATTENTION, FEED_FORWARD);
  }

  @Test
  void no_residual_hands_on_what_the_sublayer_gives() {
    assertStack(3 * (2 + 10) + 10, new NoResidual(), ATTENTION);
  }
}
