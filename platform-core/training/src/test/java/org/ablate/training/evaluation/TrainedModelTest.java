package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.model.Transformer;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Split;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.LinearAttention;
import org.ablate.plugins.attention.SlidingWindowAttention;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Precision;
import org.ablate.training.Tiny;
import org.ablate.training.data.Batch;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.TaskData;
import org.ablate.training.decoding.Greedy;
import org.junit.jupiter.api.Test;

class TrainedModelTest {
  private static final int LIMIT = 8;

  /** What two engines differ by in double precision over a few thousand additions. */
  private static final double DOUBLE_NOISE = 1e-9;

  /** For differences: their error is of its square, and of the noise divided by it. */
  private static final double SMALL = 1e-5;

  private static final double DIFFERENCE_NOISE = 1e-8;

  /** A token sees itself and two before it. */
  private static final int WINDOW = 3;

  @Test
  void scores_are_those_of_all_examples_at_once() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation());
    Map<String, Array> weights = model.inference().initialWeights(1);
    List<EncodedExample> examples = data.encoded().get(Split.TEST);
    Batch all = data.presentation().batch(examples);
    Map<String, Array> expected = Interpreter.run(model.evaluation(), all.inputs(), weights);

    ask(
        data,
        model,
        trained -> {
          Scores scores = trained.score(examples);
          double loss = expected.get("loss").at(0);
          assertEquals(loss, scores.values().get(Metric.LOSS), DOUBLE_NOISE);
          assertEquals(
              tokenAccuracy(all, expected.get("predictions")),
              scores.values().get(Metric.TOKEN_ACCURACY));
        });
  }

  private static double tokenAccuracy(Batch batch, Array predictions) {
    double[] labels = batch.inputs().get("labels").toDoubles();
    double right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == predictions.at(i) ? 1 : 0;
    }
    return right / batch.labels();
  }

  @Test
  void predictions_come_in_the_order_of_the_examples() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER_DECODER, data.presentation()),
        trained -> {
          List<Prediction> predictions = trained.predict(data.encoded().get(Split.TEST));
          List<String> words =
              new Tiny.Copy()
                  .examples(Split.TEST, DataFiles.none(), 1).stream()
                      .map(pair -> pair.source())
                      .toList();
          assertEquals(words, predictions.stream().map(Prediction::input).toList());
          assertEquals(words, predictions.stream().map(Prediction::expected).toList());
          for (Prediction prediction : predictions) {
            assertEquals(
                prediction.predicted().equals(prediction.expected()), prediction.correct());
          }
        });
  }

  @Test
  void labels_that_are_not_asked_for_are_not_predicted() {
    TaskData data = Tiny.data(new Tiny.Tagging(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained -> {
          Prediction prediction = trained.predict(data.encoded().get(Split.TEST)).get(0);
          assertEquals(
              prediction.expected().split(" ").length, prediction.predicted().split(" ").length);
          assertTrue(prediction.predicted().startsWith("· "));
          assertEquals(2, trained.answer("a b", LIMIT).split(" ").length);
        });
  }

  @Test
  void a_text_is_given_one_of_the_classes() {
    TaskData data = Tiny.data(new Tiny.Labeling(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained -> assertTrue(Set.of("yes", "no").contains(trained.answer("abc", LIMIT))));
  }

  @Test
  void a_text_is_continued() {
    TaskData data = Tiny.data(new Tiny.Prose(), Architecture.DECODER);
    ask(
        data,
        Tiny.model(Architecture.DECODER, data.presentation()),
        trained -> {
          assertFalse(trained.answer("aaab", LIMIT).isEmpty());
          Prediction prediction = trained.predict(data.encoded().get(Split.TEST)).get(0);
          assertEquals(8, prediction.input().length());
          assertEquals(9, prediction.expected().length());
        });
  }

  @Test
  void every_head_of_every_attention_has_a_map_whose_rows_are_distributions() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER_DECODER, data.presentation()),
        trained -> {
          List<AttentionMap> maps = trained.attention("abc", LIMIT);
          assertEquals(
              List.of(
                  "encoder.layer.0.self_attention 0",
                  "encoder.layer.0.self_attention 1",
                  "decoder.layer.0.self_attention 0",
                  "decoder.layer.0.self_attention 1",
                  "decoder.layer.0.cross_attention 0",
                  "decoder.layer.0.cross_attention 1"),
              maps.stream().map(map -> map.attention() + " " + map.head()).toList());
          for (AttentionMap map : maps) {
            assertEquals(map.queries().size(), map.weights().length);
            for (float[] row : map.weights()) {
              assertEquals(map.keys().size(), row.length);
              double sum = 0;
              for (float weight : row) {
                sum += weight;
              }
              assertEquals(1, sum, 1e-6); // float weights
            }
          }
        });
  }

  @Test
  void maps_name_the_tokens_that_are_read_and_in_cross_attention_those_that_are_written() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER_DECODER, data.presentation()),
        trained -> {
          List<AttentionMap> maps = trained.attention("abc", LIMIT);
          AttentionMap encoder = maps.get(0);
          AttentionMap decoder = maps.get(2);
          AttentionMap cross = maps.get(4);
          assertEquals(List.of("a", "b", "c"), encoder.queries());
          assertEquals(List.of("a", "b", "c"), encoder.keys());
          assertEquals("<bos>", decoder.queries().get(0));
          assertEquals(decoder.queries(), decoder.keys());
          assertEquals(List.of("a", "b", "c"), cross.keys());
          assertEquals(
              decoder.queries().subList(1, decoder.queries().size()),
              cross.queries().subList(0, cross.queries().size() - 1));
        });
  }

  @Test
  void attention_without_weights_has_no_maps() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.DECODER);
    ask(
        data,
        Tiny.model(
            Architecture.DECODER,
            data.presentation(),
            new LinearAttention(CausalForm.PARALLEL, 1e-6)),
        trained -> assertEquals(List.of(), trained.attention("abc", LIMIT)));
  }

  @Test
  void an_intermediate_value_is_found_by_its_name() {
    TaskData data = Tiny.data(new Tiny.Labeling(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained -> {
          String name = "encoder.layer.0.self_attention.weights";
          assertTrue(trained.valueNames().contains(name));
          InspectedValue weights = trained.values("abc", List.of(name), LIMIT).get(0);
          assertArrayEquals(new long[] {1, 2, 3, 3}, weights.numbers().shape());
          assertEquals(
              "[Axis[name=batch, labels=[]], Axis[name=head, labels=[]], Axis[name=query, labels=[a, b, c]], Axis[name=key, labels=[a, b, c]]]",
              weights.axes().toString());
        });
  }

  @Test
  void a_value_that_is_not_there_is_refused_with_those_that_are() {
    TaskData data = Tiny.data(new Tiny.Labeling(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained -> {
          IllegalArgumentException mistake =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> trained.values("abc", List.of("weights"), LIMIT));
          assertEquals(
              "unknown value 'weights'; did you mean 'encoder.layer.0.self_attention.weights'? Known: "
                  + String.join(", ", trained.valueNames()),
              mistake.getMessage());
        });
  }

  @Test
  void a_computation_is_followed_from_what_is_read_to_what_comes_out() {
    TaskData data = Tiny.data(new Tiny.Labeling(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained -> {
          List<InspectedValue> steps = trained.steps("abc", "", LIMIT);
          InspectedValue last = steps.get(steps.size() - 1);
          assertEquals(Optional.of("logits"), last.name());
          assertTrue(last.formula().startsWith("logits = "), last.formula());
          assertEquals(1, trained.steps("abc", "logits", LIMIT).size());
        });
  }

  @Test
  void a_part_that_is_not_there_is_refused_with_those_that_are() {
    TaskData data = Tiny.data(new Tiny.Labeling(), Architecture.ENCODER);
    ask(
        data,
        Tiny.model(Architecture.ENCODER, data.presentation()),
        trained ->
            assertEquals(
                "unknown part of the model 'encoder.layer.9'; did you mean 'encoder.layer.0'? Known: encoder, encoder.embedding, encoder.layer, encoder.layer.0, encoder.layer.0.self_attention, encoder.layer.0.feed_forward",
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trained.steps("abc", "encoder.layer.9", LIMIT))
                    .getMessage()));
  }

  @Test
  void an_unknown_character_is_never_right() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation());
    EncodedExample unknown = new EncodedExample(new int[] {6}, new int[] {1}, new int[] {3});
    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(writing(3, model), Set.of());
        TrainedModel trained =
            new TrainedModel(engine, model, weights, data.presentation(), 4, Greedy.PLAIN)) {
      Prediction prediction = trained.predict(List.of(unknown)).get(0);
      assertEquals("<unk>", prediction.predicted());
      assertFalse(prediction.correct());
      assertEquals(0, trained.score(List.of(unknown)).values().get(Metric.EXACT_MATCH));
    }
  }

  /** Weights with which a model writes nothing but one token. */
  private static Map<String, Array> writing(int token, Transformer model) {
    Map<String, Array> weights = model.inference().initialWeights(1);
    double[] bias = new double[model.outputs()];
    Arrays.fill(bias, -100);
    bias[token] = 100;
    weights.put("classifier.bias", Array.of(bias, bias.length));
    return weights;
  }

  @Test
  void the_gradient_of_a_loss_reaches_as_far_as_the_attention() {
    TaskData data = Tiny.data(new Tiny.Prose(), Architecture.DECODER);
    ask(
        data,
        Tiny.model(Architecture.DECODER, data.presentation(), new SlidingWindowAttention(WINDOW)),
        trained -> {
          List<Double> reach = trained.gradientReach(data.encoded().get(Split.TEST));
          assertEquals(16, reach.size());
          for (int distance = 0; distance < reach.size(); distance++) {
            assertEquals(distance < WINDOW, reach.get(distance) > 0);
          }
        });
  }

  @Test
  void the_gradient_is_how_the_loss_changes_with_what_is_read() {
    TaskData data = Tiny.data(new Tiny.Prose(), Architecture.DECODER);
    Transformer model = Tiny.model(Architecture.DECODER, data.presentation());
    EncodedExample window = data.encoded().get(Split.TEST).get(0);
    ask(
        data,
        model,
        trained ->
            assertEquals(
                slopeAtFirst(model, data.presentation(), window),
                trained.gradientReach(List.of(window)).get(window.length() - 1),
                DIFFERENCE_NOISE));
  }

  @Test
  void what_is_no_running_text_has_no_gradient_by_distance() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.DECODER);
    ask(
        data,
        Tiny.model(Architecture.DECODER, data.presentation()),
        trained -> assertEquals(List.of(), trained.gradientReach(data.encoded().get(Split.TEST))));
  }

  /** By differences: the gradient of the last token's loss at the first token's vector. */
  private static double slopeAtFirst(
      Transformer model, Presentation presentation, EncodedExample window) {
    int[] labels = window.labels().clone();
    Arrays.fill(labels, 0, labels.length - 1, (int) CrossEntropy.IGNORED);
    EncodedExample asked = new EncodedExample(new int[0], window.tokens(), labels);
    int width = model.settings().dModel();
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double[] loss = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] nudge = new double[window.length() * width];
        nudge[i] = side == 0 ? -SMALL : SMALL;
        Map<String, Array> inputs = new HashMap<>(presentation.batch(List.of(asked)).inputs());
        inputs.put("nudge", Array.of(nudge, 1, window.length(), width));
        loss[side] =
            Interpreter.run(model.nudged(), inputs, model.inference().initialWeights(1))
                .get("loss")
                .at(0);
      }
      sum += Math.pow((loss[1] - loss[0]) / (2 * SMALL), 2);
    }
    return Math.sqrt(sum);
  }

  private static void ask(TaskData data, Transformer model, Consumer<TrainedModel> questions) {
    Map<String, Array> values = model.inference().initialWeights(1);
    try (Libtorch engine = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = engine.weights(values, Set.of());
        TrainedModel trained =
            new TrainedModel(engine, model, weights, data.presentation(), 7, Greedy.PLAIN)) {
      questions.accept(trained);
    }
  }
}
