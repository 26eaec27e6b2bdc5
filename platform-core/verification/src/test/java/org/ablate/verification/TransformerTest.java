package org.ablate.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.ablate.libtorch.Device;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole models, in each of the graphs that they are traced to. */
class TransformerTest {
  private static final int VOCABULARY = 20;
  private static final Inputs TOKENS = Inputs.integersBelow(VOCABULARY);

  private static Verification verification;

  @BeforeAll
  static void open() {
    verification = Verification.open(Device.CPU, 1, 1);
  }

  @AfterAll
  static void close() {
    verification.close();
  }

  private static Transformer transformer(
      Architecture architecture, String attention, String positions, String norm, String place) {
    Choice<Mixer> mixer = Installed.choice(Kind.ATTENTION, attention, Mixer.class);
    return new Transformer(
        new TransformerSettings(architecture, 16, 2, 2, 24, 0.1, 0, false, true, true),
        new Components(
            mixer,
            mixer,
            Installed.choice(Kind.POSITIONAL_ENCODING, positions, PositionalEncoding.class),
            Installed.choice(Kind.NORMALIZATION, norm, Normalization.class),
            Installed.choice(Kind.FEED_FORWARD, "swiglu", FeedForward.class),
            Installed.choice(Kind.PLACEMENT, place, Placement.class)),
        VOCABULARY,
        VOCABULARY,
        OutputHead.POSITION,
        true);
  }

  private static Transformer plain(Architecture architecture) {
    return transformer(architecture, "scaled-dot-product", "sinusoidal", "layer-norm", "post");
  }

  private static void requireAgreement(Graph graph) {
    Map<String, Array> weights = graph.initialWeights(1);
    Agreement agreement = verification.verify(graph, weights, TOKENS);
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement::toString);
  }

  @ParameterizedTest
  @EnumSource
  void a_model_agrees(Architecture architecture) {
    requireAgreement(plain(architecture).inference());
  }

  @ParameterizedTest
  @CsvSource({
    "ENCODER_DECODER, additive, sinusoidal, layer-norm, post",
    "ENCODER_DECODER, linear, learned, rms-norm, pre",
    "DECODER, scaled-dot-product, rotary, batch-norm, pre",
    "DECODER, grouped-query, alibi, rms-norm, pre",
    "ENCODER, sliding-window, none, none, pre"
  })
  void a_model_of_other_parts_agrees(
      Architecture architecture, String attention, String position, String norm, String place) {
    requireAgreement(transformer(architecture, attention, position, norm, place).inference());
  }

  @Test
  void the_loss_of_training_agrees_with_dropout() {
    requireAgreement(plain(Architecture.ENCODER_DECODER).training(0.1));
  }

  @Test
  void the_loss_of_evaluation_agrees() {
    requireAgreement(plain(Architecture.DECODER).evaluation());
  }

  @ParameterizedTest
  @EnumSource(names = {"DECODER", "ENCODER_DECODER"})
  void both_calls_of_decoding_agree(Architecture architecture) {
    requireAgreement(plain(architecture).decodingStart());
    requireAgreement(plain(architecture).decodingStep());
  }
}
