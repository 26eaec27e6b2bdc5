package org.ablate.plugins.mixing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Cost;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What latent attention keeps, and which settings it refuses. */
class LatentMixerTest {
  private static final int D_MODEL = 64;
  private static final int HEADS = 4;

  /** DeepSeek-AI (2024), §2.1.4: d_c + d_h^R numbers for each token, here 2 · 16 + 8. */
  @Test
  void of_a_token_its_latent_and_its_rotated_key_are_kept() {
    Graph step = decodingStep(new LatentMixer(2, 3, 0.5, 1e-6));
    Polynomial tokens = Polynomial.symbol("past").plus(Polynomial.symbol("position"));
    Polynomial numbers = Polynomial.symbol("batch").times(tokens).times(2 * 16 + 8);
    assertEquals(numbers.times(Float.BYTES), Cost.of(step, Float.BYTES).stateBytes());
  }

  private static Graph decodingStep(TokenMixer mixer) {
    return Graph.trace(
        Mode.DECODING_STEP,
        scope -> {
          Tensor x =
              scope.input(
                  "x",
                  DataType.FLOAT,
                  Dim.symbolic("batch"),
                  Dim.symbolic("position"),
                  Dim.of("d_model", D_MODEL)); // [batch, position, d_model]
          TokenMixer.Sequence sequence = new TokenMixer.Sequence(Padding.none(), true, HEADS);
          return Map.of("out", mixer.mix(scope, x, sequence)); // [batch, position, d_model]
        });
  }

  @Test
  void a_latent_without_width_is_refused() {
    assertEquals(
        "latent_heads must be at least 1, got 0", refusal(() -> new LatentMixer(0, 12, 0.5, 1e-6)));
  }

  @Test
  void a_latent_of_queries_below_nothing_is_refused() {
    assertEquals(
        "query_latent_heads must be at least 0, got -1",
        refusal(() -> new LatentMixer(4, -1, 0.5, 1e-6)));
  }

  @Test
  void no_rotated_part_is_refused() {
    assertEquals(
        "rotary_fraction must be greater than 0, got 0.0",
        refusal(() -> new LatentMixer(4, 12, 0, 1e-6)));
  }

  @Test
  void a_latent_as_wide_as_keys_and_values_together_is_refused() {
    assertEquals(
        "latent_heads = 8 makes a latent 128 wide, but it must be smaller than what it is expanded to, keys and values 128 wide",
        refusal(() -> decodingStep(new LatentMixer(8, 0, 0.5, 1e-6))));
  }

  @Test
  void a_latent_as_wide_as_queries_with_their_rotated_part_is_refused() {
    assertEquals(
        "query_latent_heads = 6 makes a latent 96 wide, but it must be smaller than what it is expanded to, queries 96 wide",
        refusal(() -> decodingStep(new LatentMixer(7, 6, 0.5, 1e-6))));
  }

  private static String refusal(Executable work) {
    return assertThrows(IllegalArgumentException.class, work).getMessage();
  }
}
