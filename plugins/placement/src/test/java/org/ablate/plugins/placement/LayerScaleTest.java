package org.ablate.plugins.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.ablate.plugin.Depth;
import org.ablate.tensor.Initializer;
import org.junit.jupiter.api.Test;

class LayerScaleTest {

  @Test
  void deeper_models_start_with_smaller_scales() {
    assertStart(0.1, 18);
    assertStart(1e-5, 19);
    assertStart(1e-5, 24);
    assertStart(1e-6, 25);
  }

  private static void assertStart(double expected, int layers) {
    Triple sublayer = new Triple("self_attention", new Depth(Depth.Stack.DECODER, 0, 0, layers));
    LayerScale layerScale = new LayerScale(Optional.empty());
    assertEquals(
        new Initializer.Constant(expected),
        OfTwo.graph((scope, x) -> layerScale.residual(scope, x, sublayer))
            .parameters()
            .get(0)
            .initializer());
  }
}
