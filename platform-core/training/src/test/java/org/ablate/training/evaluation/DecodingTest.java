package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.model.SpecialToken;
import org.ablate.model.Transformer;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Split;
import org.ablate.plugins.attention.AdditiveAttention;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.LinearAttention;
import org.ablate.plugins.attention.ScaledDotProductAttention;
import org.ablate.tensor.Array;
import org.ablate.tensor.Precision;
import org.ablate.training.Tiny;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.TaskData;
import org.ablate.training.decoding.BeamSearch;
import org.ablate.training.decoding.Decoding;
import org.ablate.training.decoding.Greedy;
import org.ablate.training.decoding.RepetitionPenalty;
import org.ablate.training.decoding.Sampling;
import org.ablate.training.decoding.Truncation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecodingTest {
  private static final int LIMIT = 12;
  private static final int UNLIMITED = Integer.MAX_VALUE;

  static Stream<Arguments> models() {
    return Stream.of(Architecture.ENCODER_DECODER, Architecture.DECODER)
        .flatMap(
            architecture ->
                Stream.of(
                        new ScaledDotProductAttention(0),
                        new AdditiveAttention(),
                        new LinearAttention(CausalForm.PARALLEL, 1e-6))
                    .flatMap(
                        attention ->
                            Stream.of(
                                    Greedy.PLAIN,
                                    new Greedy(new RepetitionPenalty(1.3)),
                                    new BeamSearch(3, 2, RepetitionPenalty.NONE),
                                    new Sampling(
                                        1.5,
                                        new Truncation(8, 0.95, 0.01),
                                        RepetitionPenalty.NONE,
                                        7))
                                .map(decoding -> Arguments.of(architecture, attention, decoding))));
  }

  /** In double precision, so that the order of additions decides between no two tokens. */
  @ParameterizedTest
  @MethodSource("models")
  void incremental_decoding_writes_what_full_passes_write(
      Architecture architecture, Mixer attention, Decoding decoding) {
    TaskData data = Tiny.data(new Tiny.Copy(), architecture);
    Presentation presentation = data.presentation();
    Transformer model = Tiny.model(architecture, presentation, attention);
    assertTrue(model.decodesIncrementally());
    List<EncodedExample> questions =
        data.encoded().get(Split.TEST).stream().map(presentation::question).toList();
    assertTrue(questions.stream().map(EncodedExample::length).distinct().count() > 1);

    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(lively(model), Set.of());
        Decoder incremental =
            new Decoder(
                presentation,
                new IncrementalContinuation(engine, model, weights),
                decoding,
                UNLIMITED);
        Decoder repeated =
            new Decoder(
                presentation,
                new RepeatedContinuation(engine, model, weights),
                decoding,
                UNLIMITED)) {
      List<int[]> expected = repeated.answer(questions, limits(questions));
      List<int[]> actual = incremental.answer(questions, limits(questions));

      Set<List<Integer>> different = new HashSet<>();
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i));
        different.add(Arrays.stream(expected.get(i)).boxed().toList());
      }
      assertTrue(different.size() > 1, "the model answers all questions alike: " + different);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void an_answer_does_not_depend_on_the_questions_beside_it(
      Architecture architecture, Mixer attention, Decoding decoding) {
    TaskData data = Tiny.data(new Tiny.Copy(), architecture);
    Presentation presentation = data.presentation();
    Transformer model = Tiny.model(architecture, presentation, attention);
    List<EncodedExample> questions =
        data.encoded().get(Split.TEST).stream().map(presentation::question).toList();

    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(lively(model), Set.of());
        Decoder decoder = new Decoder(engine, model, weights, presentation, decoding)) {
      int[] limits = limits(questions);
      List<int[]> together = decoder.answer(questions, limits);
      for (int i = 0; i < 5; i++) {
        assertArrayEquals(decoder.answer(questions.get(i), limits[i]), together.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void an_answer_ends_with_the_end_token_or_at_the_limit(
      Architecture architecture, Mixer attention, Decoding decoding) {
    TaskData data = Tiny.data(new Tiny.Copy(), architecture);
    Presentation presentation = data.presentation();
    Transformer model = Tiny.model(architecture, presentation, attention);
    List<EncodedExample> questions =
        data.encoded().get(Split.VALIDATION).stream().map(presentation::question).toList();

    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(lively(model), Set.of());
        Decoder decoder = new Decoder(engine, model, weights, presentation, decoding)) {
      int[] limits = limits(questions);
      List<int[]> answers = decoder.answer(questions, limits);
      for (int i = 0; i < limits.length; i++) {
        int end = Arrays.stream(answers.get(i)).boxed().toList().indexOf(SpecialToken.EOS.id());
        assertEquals(end < 0 ? limits[i] : end + 1, answers.get(i).length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void an_answer_ends_where_the_model_can_read_no_further(
      Architecture architecture, Mixer attention, Decoding decoding) {
    TaskData data = Tiny.data(new Tiny.Copy(), architecture);
    Presentation presentation = data.presentation();
    Transformer model = Tiny.model(architecture, presentation, attention);
    EncodedExample question = presentation.question(data.encoded().get(Split.VALIDATION).get(0));
    int readable = question.tokens().length + 2;

    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(lively(model), Set.of());
        Decoder decoder =
            new Decoder(
                presentation,
                new IncrementalContinuation(engine, model, weights),
                decoding,
                readable)) {
      // The last token that it writes need not be read.
      assertTrue(decoder.answer(question, LIMIT).length <= 3);
    }
  }

  /** As different as those of questions that are answered at once may be. */
  private static int[] limits(List<EncodedExample> questions) {
    return IntStream.range(0, questions.size()).map(i -> 1 + i % LIMIT).toArray();
  }

  /** Weights large enough that every token matters; padding and the like are hardly written. */
  private static Map<String, Array> lively(Transformer model) {
    Map<String, Array> weights = new HashMap<>(model.inference().initialWeights(3));
    weights.replaceAll(
        (name, array) -> {
          SplittableRandom random = new SplittableRandom(name.hashCode());
          double[] values = new double[array.size()];
          double spread = name.contains("feed_forward") ? 0.5 : 2;
          Arrays.setAll(values, i -> array.at(i) + random.nextDouble(-spread, spread));
          return Array.of(values, array.shape());
        });
    double[] bias = new double[model.outputs()];
    Arrays.fill(bias, 0, SpecialToken.values().length, -20);
    bias[SpecialToken.EOS.id()] = 0;
    weights.put("classifier.bias", Array.of(bias, bias.length));
    return weights;
  }
}
