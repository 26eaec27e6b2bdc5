package org.ablate.training.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.ablate.libtorch.Adafactor;
import org.ablate.libtorch.Adam;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Lion;
import org.ablate.libtorch.Muon;
import org.ablate.libtorch.OptimizerSettings;
import org.ablate.libtorch.Sgd;
import org.ablate.model.Architecture;
import org.ablate.model.Transformer;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugins.attention.CausalForm;
import org.ablate.plugins.attention.LinearAttention;
import org.ablate.tensor.Array;
import org.ablate.training.Averaging;
import org.ablate.training.Tiny;
import org.ablate.training.TrainingPrecision;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.Checkpoint;
import org.ablate.training.checkpoint.CheckpointException;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.checkpoint.ScoredStep;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.TaskData;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRunTest {
  private static final TrainingListener NOBODY = new TrainingListener() {};

  /** Some units in the last place of single precision. */
  private static final double SINGLE_PRECISION = 2e-6;

  @TempDir Path folder;

  @Test
  void an_encoder_decoder_learns_to_copy() {
    TrainingResult result =
        train(new Tiny.Copy(), Architecture.ENCODER_DECODER, Tiny.settings(250));

    assertInstanceOf(Ending.Completed.class, result.ending());
    assertEquals(1, value(result, Metric.EXACT_MATCH), 0.2);
  }

  @Test
  void a_decoder_learns_to_copy() {
    TrainingResult result = train(new Tiny.Copy(), Architecture.DECODER, Tiny.settings(400));

    assertEquals(1, value(result, Metric.EXACT_MATCH), 0.4);
  }

  @Test
  void a_decoder_learns_a_text() {
    TrainingResult result = train(new Tiny.Prose(), Architecture.DECODER, Tiny.settings(100));

    double ofFourLetters = Math.log(4);
    // Two of three letters are foreseeable.
    assertEquals(ofFourLetters / 3, value(result, Metric.LOSS), ofFourLetters / 3);
    assertEquals(
        value(result, Metric.LOSS) / Math.log(2), value(result, Metric.BITS_PER_BYTE), 1e-12);
  }

  @Test
  void an_encoder_learns_to_tag() {
    TrainingResult result = train(new Tiny.Tagging(), Architecture.ENCODER, Tiny.settings(60));

    assertEquals(1, value(result, Metric.ACCURACY), 0.05);
  }

  @Test
  void an_encoder_learns_to_label() {
    TrainingResult result = train(new Tiny.Labeling(), Architecture.ENCODER, Tiny.settings(150));

    assertEquals(1, value(result, Metric.ACCURACY), 0.11);
  }

  @Test
  void every_batch_that_is_scored_is_told() {
    Recorder recorder = new Recorder();
    run(new Tiny.Settings(4).evaluateEvery(2).build(), 1, "a").train(recorder);

    assertEquals(2, recorder.evaluations.size());
    // The validation split is one batch, whose labels are scored first and whose answers next.
    assertEquals(2 * 2, recorder.scored);
  }

  @Test
  void the_same_seed_gives_the_same_bits_and_another_seed_others() {
    TrainingSettings settings = Tiny.settings(5);
    run(settings, 1, "a").train(NOBODY);
    run(settings, 1, "b").train(NOBODY);
    run(settings, 2, "c").train(NOBODY);

    assertSameBits(checkpoint("a", 5), checkpoint("b", 5));
    assertNotEquals(
        checkpoint("a", 5).weights().get("embedding.weight").at(0),
        checkpoint("c", 5).weights().get("embedding.weight").at(0));
  }

  @Test
  void a_moving_average_is_the_model_and_survives_an_interruption() {
    TrainingSettings settings =
        new Tiny.Settings(20).checkpointEvery(5).averaging(new Averaging(0.9, 1)).build();
    run(settings, 1, "whole").train(NOBODY);
    TrainingRun interrupted = run(settings, 1, "parts");
    interrupted.train(stopAt(7, interrupted));
    run(settings, 1, "parts").train(NOBODY);
    run(new Tiny.Settings(20).build(), 1, "plain").train(NOBODY);

    assertSameBits(checkpoint("whole", 20), checkpoint("parts", 20));
    assertArrayEquals(
        checkpoint("plain", 20).weights().get("embedding.weight").toDoubles(),
        checkpoint("whole", 20).optimizer().get("trained.embedding.weight").toDoubles());
    assertFalse(
        Arrays.equals(
            checkpoint("plain", 20).weights().get("embedding.weight").toDoubles(),
            checkpoint("whole", 20).weights().get("embedding.weight").toDoubles()));
  }

  @Test
  void a_moving_average_is_the_weighted_mean_of_all_steps() {
    Averaging averaging = new Averaging(0.9, 1);
    run(new Tiny.Settings(2).averaging(averaging).build(), 1, "two").train(NOBODY);
    run(new Tiny.Settings(2).checkpointEvery(1).averaging(new Averaging(0, 3)).build(), 1, "each")
        .train(NOBODY);
    Map<String, Array> start = initialWeights();
    double[] zeroth = start.get("embedding.weight").toDoubles();
    double[] first = checkpoint("each", 1).weights().get("embedding.weight").toDoubles();
    double[] second = checkpoint("two", 2).optimizer().get("trained.embedding.weight").toDoubles();
    double[] expected = new double[zeroth.length];
    for (int i = 0; i < expected.length; i++) {
      double afterOne = zeroth[i] + (1 - averaging.decayAt(1)) * (first[i] - zeroth[i]);
      expected[i] = afterOne + (1 - averaging.decayAt(2)) * (second[i] - afterOne);
    }

    assertArrayEquals(
        expected,
        checkpoint("two", 2).weights().get("embedding.weight").toDoubles(),
        SINGLE_PRECISION);
  }

  @Test
  void the_last_weights_are_the_mean_of_those_of_the_last_checkpoints() {
    TrainingSettings averaged =
        new Tiny.Settings(10).checkpointEvery(3).averaging(new Averaging(0, 3)).build();
    run(averaged, 1, "averaged").train(NOBODY);
    run(new Tiny.Settings(10).build(), 1, "plain").train(NOBODY);
    double[] last = checkpoint("plain", 10).weights().get("embedding.weight").toDoubles();
    double[] sixth = checkpoint("averaged", 6).weights().get("embedding.weight").toDoubles();
    double[] ninth = checkpoint("averaged", 9).weights().get("embedding.weight").toDoubles();
    double[] expected = new double[last.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (sixth[i] + ninth[i] + last[i]) / 3;
    }

    assertArrayEquals(
        expected,
        checkpoint("averaged", 10).weights().get("embedding.weight").toDoubles(),
        SINGLE_PRECISION);
  }

  @Test
  void a_batch_in_parts_takes_the_same_steps_but_for_rounding() {
    StepReport whole = firstStep(new Tiny.Settings(1).build(), "whole");
    StepReport parts = firstStep(new Tiny.Settings(1).microBatches(5).build(), "parts");

    assertEquals(whole.loss(), parts.loss(), SINGLE_PRECISION * whole.loss());
    assertEquals(
        whole.gradientNorm(), parts.gradientNorm(), SINGLE_PRECISION * whole.gradientNorm());
    assertEquals(whole.tokens(), parts.tokens());
  }

  private StepReport firstStep(TrainingSettings settings, String name) {
    List<StepReport> reports = new ArrayList<>();
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.modelWithoutDropout(Architecture.ENCODER_DECODER, data.presentation());
    new TrainingRun(model, data, settings, 1, folder.resolve(name))
        .train(
            new TrainingListener() {
              @Override
              public void stepped(StepReport report) {
                reports.add(report);
              }
            });
    return reports.get(0);
  }

  @Test
  void a_run_that_gets_no_better_ends_early() {
    TrainingSettings settings =
        new Tiny.Settings(1_000).learningRate(1e-12).evaluateEvery(2).patience(3).build();

    TrainingResult result = run(settings, 1, "flat").train(NOBODY);
    TrainingResult again = run(settings, 1, "flat").train(NOBODY);

    assertEquals(new Ending.Settled(3), result.ending());
    assertEquals(result.best().orElseThrow().step() + 6, result.steps());
    assertEquals(result.ending(), again.ending());
    assertEquals(result.steps(), again.steps());
  }

  private static Map<String, Array> initialWeights() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    return Tiny.model(Architecture.ENCODER_DECODER, data.presentation())
        .inference()
        .initialWeights(1);
  }

  @Test
  void a_resumed_run_ends_with_the_bits_of_one_that_was_never_interrupted() {
    TrainingSettings settings = new Tiny.Settings(40).evaluateEvery(7).checkpointEvery(5).build();
    run(settings, 1, "whole").train(NOBODY);

    for (int stop : List.of(3, 12, 35)) {
      TrainingRun interrupted = run(settings, 1, "parts");
      TrainingResult result = interrupted.train(stopAt(stop, interrupted));
      assertInstanceOf(Ending.Stopped.class, result.ending());
      assertEquals(stop, result.steps());
    }
    TrainingResult result = run(settings, 1, "parts").train(NOBODY);

    assertInstanceOf(Ending.Completed.class, result.ending());
    assertSameBits(checkpoint("whole", 40), checkpoint("parts", 40));
    assertEquals(
        new Checkpoints(folder.resolve("whole")).best(),
        OptionalInt.of(result.best().orElseThrow().step()));
  }

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        AdamW.DEFAULTS,
        Adam.DEFAULTS,
        Adafactor.DEFAULTS,
        Lion.DEFAULTS,
        Muon.DEFAULTS,
        Sgd.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void every_optimizer_is_resumed_to_the_bit_with_moving_averages_and_parts(
      OptimizerSettings optimizer) {
    TrainingSettings settings =
        new Tiny.Settings(12)
            .optimizer(optimizer)
            .averaging(new Averaging(0.9, 1))
            .microBatches(2)
            .checkpointEvery(4)
            .build();
    run(settings, 1, "whole").train(NOBODY);

    TrainingRun interrupted = run(settings, 1, "parts");
    TrainingResult stopped = interrupted.train(stopAt(7, interrupted));
    run(settings, 1, "parts").train(NOBODY);

    assertEquals(7, stopped.steps());
    assertSameBits(checkpoint("whole", 12), checkpoint("parts", 12));
  }

  @Test
  void products_in_bfloat16_are_learned_with_and_resumed_to_the_bit() {
    TrainingSettings settings =
        new Tiny.Settings(60).precision(TrainingPrecision.BFLOAT16).checkpointEvery(20).build();
    Recorder whole = new Recorder();
    run(settings, 1, "whole").train(whole);

    TrainingRun interrupted = run(settings, 1, "parts");
    interrupted.train(stopAt(33, interrupted));
    run(settings, 1, "parts").train(NOBODY);

    Recorder exact = new Recorder();
    run(new Tiny.Settings(60).build(), 1, "float32").train(exact);

    assertSameBits(checkpoint("whole", 60), checkpoint("parts", 60));
    double last = whole.losses.get(59);
    assertTrue(last < whole.losses.get(0) / 2, () -> whole.losses.toString());
    assertNotEquals(exact.losses.get(59), last);
    // The same course, but for rounding to 8 bits at every step.
    assertEquals(exact.losses.get(59), last, exact.losses.get(59) / 4);
  }

  @Test
  void layers_that_are_computed_again_give_the_same_bits() {
    TrainingSettings kept = new Tiny.Settings(6).microBatches(2).build();
    TrainingSettings again = new Tiny.Settings(6).microBatches(2).activationCheckpointing().build();
    run(kept, 1, "kept").train(NOBODY);
    run(again, 1, "again").train(NOBODY);

    assertSameBits(checkpoint("kept", 6), checkpoint("again", 6));
    assertEquals(checkpoint("kept", 6).state().random(), checkpoint("again", 6).state().random());
  }

  @Test
  void a_model_trained_with_bfloat16_is_evaluated_in_float32() {
    Recorder exact = new Recorder();
    run(new Tiny.Settings(0).build(), 1, "float32").train(exact);
    Recorder rounded = new Recorder();
    run(new Tiny.Settings(0).precision(TrainingPrecision.BFLOAT16).build(), 1, "bfloat16")
        .train(rounded);

    assertEquals(exact.evaluations, rounded.evaluations);
  }

  @Test
  void a_resumed_run_reports_what_the_whole_one_did() {
    TrainingSettings settings = new Tiny.Settings(20).evaluateEvery(5).build();
    Recorder whole = new Recorder();
    run(settings, 1, "whole").train(whole);

    Recorder parts = new Recorder();
    TrainingRun interrupted = run(settings, 1, "parts");
    interrupted.train(TrainingListener.all(parts, stopAt(8, interrupted)));
    run(settings, 1, "parts").train(parts);

    assertEquals(whole.losses, parts.losses);
    assertEquals(whole.evaluations, parts.evaluations);
  }

  @Test
  void a_finished_run_has_nothing_left_to_do() {
    TrainingSettings settings = Tiny.settings(3);
    TrainingResult first = run(settings, 1, "a").train(NOBODY);
    Recorder recorder = new Recorder();
    TrainingResult again = run(settings, 1, "a").train(recorder);

    assertEquals(List.of(), recorder.losses);
    assertEquals(first, again);
  }

  @Test
  void the_latest_and_the_best_checkpoint_are_kept() {
    TrainingSettings settings =
        new Tiny.Settings(30).evaluateEvery(5).checkpointEvery(4).learningRate(0.3).build();
    TrainingResult result = run(settings, 1, "a").train(NOBODY);

    Checkpoints checkpoints = new Checkpoints(folder.resolve("a"));
    int best = result.best().orElseThrow().step();
    assertEquals(OptionalInt.of(30), checkpoints.latest());
    assertEquals(OptionalInt.of(best), checkpoints.best());
    assertEquals(best, checkpoints.read(best).state().step());
    assertThrows(CheckpointException.class, () -> checkpoints.read(4));
  }

  @Test
  void the_listener_hears_of_steps_evaluations_and_checkpoints_in_their_order() {
    List<String> heard = new ArrayList<>();
    run(new Tiny.Settings(4).evaluateEvery(2).checkpointEvery(3).build(), 1, "a")
        .train(
            new TrainingListener() {
              @Override
              public void started(int step, int steps) {
                heard.add("started after %d of %d".formatted(step, steps));
              }

              @Override
              public void stepped(StepReport report) {
                heard.add("step " + report.step());
              }

              @Override
              public void evaluated(int step, Scores validation, boolean bestSoFar) {
                heard.add("evaluated " + step);
              }

              @Override
              public void checkpointing(int step) {
                heard.add("before checkpoint " + step);
              }

              @Override
              public void checkpointed(int step, Path at) {
                heard.add("checkpoint " + at.getFileName());
              }
            });

    // Where it improved.
    heard.removeAll(List.of("before checkpoint 2", "checkpoint step-00000002"));
    assertEquals(
        List.of(
            "started after 0 of 4",
            "step 1",
            "step 2",
            "evaluated 2",
            "step 3",
            "before checkpoint 3",
            "checkpoint step-00000003",
            "step 4",
            "evaluated 4",
            "before checkpoint 4",
            "checkpoint step-00000004"),
        heard);
  }

  @Test
  void a_step_is_reported_with_its_rate_its_gradient_and_the_time_left() {
    List<StepReport> reports = new ArrayList<>();
    run(Tiny.settings(20), 1, "a")
        .train(
            new TrainingListener() {
              @Override
              public void stepped(StepReport report) {
                reports.add(report);
              }
            });

    StepReport middle = reports.get(9);
    assertEquals(10, middle.step());
    assertEquals(20, middle.steps());
    assertEquals(10 * 32 / 200.0, middle.epoch());
    assertEquals(Tiny.settings(20).learningRateAt(10), middle.learningRate());
    assertTrue(middle.gradientNorm() > 0);
    assertTrue(middle.tokensPerSecond() > 0);
    assertTrue(middle.secondsLeft() > 0);
    assertEquals(0, reports.get(19).secondsLeft());
  }

  @Test
  void without_steps_the_first_weights_are_evaluated_and_kept() {
    List<Integer> evaluated = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void evaluated(int step, Scores validation, boolean bestSoFar) {
            evaluated.add(step);
          }
        };
    TrainingResult result = run(Tiny.settings(0), 1, "a").train(listener);
    TrainingResult again = run(Tiny.settings(0), 1, "a").train(listener);

    assertEquals(List.of(0), evaluated);
    assertInstanceOf(Ending.Completed.class, result.ending());
    assertEquals(Optional.empty(), result.tokensPerSecond());
    assertEquals(OptionalInt.of(0), result.best().stream().mapToInt(ScoredStep::step).findFirst());
    assertEquals(result.best(), again.best());
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation());
    Map<String, Array> drawn = model.training(0).initialWeights(1);
    Map<String, Array> kept = checkpoint("a", 0).weights();
    drawn.forEach((name, values) -> assertEquals((float) values.at(0), kept.get(name).at(0)));
  }

  @Test
  void a_run_that_diverges_says_where_and_keeps_its_last_good_checkpoint() {
    TrainingSettings settings = new Tiny.Settings(60).learningRate(1e30).checkpointEvery(1).build();
    TrainingResult result = run(settings, 1, "a").train(NOBODY);

    Ending.Diverged diverged = assertInstanceOf(Ending.Diverged.class, result.ending());
    assertEquals(result.steps(), diverged.step());
    assertEquals(
        "the loss is NaN; the first value that is not finite is layer_norm [batch, source, d_model=32] in encoder.layer.0.self_attention.norm",
        diverged.reason());
    Checkpoints checkpoints = new Checkpoints(folder.resolve("a"));
    Checkpoint kept = checkpoints.read(checkpoints.latest().orElseThrow());
    assertEquals(diverged.step() - 1, kept.state().step());
    kept.weights()
        .forEach(
            (name, array) -> {
              for (double value : array.toDoubles()) {
                assertTrue(Double.isFinite(value), name);
              }
            });
  }

  @Test
  void a_damaged_checkpoint_is_not_resumed_from_but_the_one_before_it_can_be() throws IOException {
    TrainingSettings settings = new Tiny.Settings(6).evaluateEvery(2).checkpointEvery(6).build();
    run(settings, 1, "whole").train(NOBODY);
    TrainingRun interrupted = run(settings, 1, "a");
    interrupted.train(stopAt(3, interrupted));
    Path latest = new Checkpoints(folder.resolve("a")).folder(3);
    Path model = latest.resolve("model.safetensors");
    Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 4));

    CheckpointException mistake =
        assertThrows(CheckpointException.class, () -> run(settings, 1, "a").train(NOBODY));
    assertEquals(
        "%s is damaged: it has 4 bytes, too few for a header; without the folder %s the run goes on from an earlier checkpoint, or from the start"
            .formatted(model, latest),
        mistake.getMessage());

    try (Stream<Path> files = Files.list(latest)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(latest);
    Recorder recorder = new Recorder();
    run(settings, 1, "a").train(recorder);
    assertEquals(4, recorder.losses.size());
    assertSameBits(checkpoint("whole", 6), checkpoint("a", 6));
  }

  @Test
  void a_run_is_not_resumed_with_other_settings() {
    run(Tiny.settings(3), 1, "a").train(NOBODY);

    CheckpointException mistake =
        assertThrows(
            CheckpointException.class,
            () -> run(new Tiny.Settings(3).learningRate(0.5).build(), 1, "a").train(NOBODY));
    assertEquals(
        "the run cannot be resumed: it was started with training.learning_rate 0.005, which is now 0.5",
        mistake.getMessage());
  }

  @Test
  void a_run_is_not_resumed_with_another_seed() {
    run(Tiny.settings(3), 1, "a").train(NOBODY);

    CheckpointException mistake =
        assertThrows(CheckpointException.class, () -> run(Tiny.settings(3), 2, "a").train(NOBODY));
    assertEquals(
        "the run cannot be resumed: it was started with seed 1, which is now 2",
        mistake.getMessage());
  }

  @Test
  void a_run_is_not_resumed_with_another_model() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    resume(data, new LinearAttention(CausalForm.PARALLEL, 1e-6));
    CheckpointException mistake =
        assertThrows(
            CheckpointException.class,
            () -> resume(data, new LinearAttention(CausalForm.PARALLEL, 1e-3)));

    assertTrue(
        mistake.getMessage().startsWith("the run cannot be resumed: it was started with model "),
        mistake.getMessage());
    assertTrue(
        mistake.getMessage().contains("attention LinearAttention[form=PARALLEL, epsilon=1.0E-6]"));
    assertTrue(
        mistake.getMessage().contains("attention LinearAttention[form=PARALLEL, epsilon=0.001]"));
  }

  @Test
  void a_run_is_not_resumed_with_other_examples() {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    List<EncodedExample> fewer = data.encoded().get(Split.TRAIN).subList(1, 100);
    Map<Split, List<EncodedExample>> encoded = new HashMap<>(data.encoded());
    encoded.put(Split.TRAIN, fewer);
    TaskData other = new TaskData(data.presentation(), data.examples(), encoded, data.cut());
    Mixer attention = new LinearAttention(CausalForm.PARALLEL, 1e-6);

    resume(data, attention);
    CheckpointException mistake =
        assertThrows(CheckpointException.class, () -> resume(other, attention));
    assertEquals(
        "the run cannot be resumed: the examples of the task are not those that it was started with",
        mistake.getMessage());
  }

  private void resume(TaskData data, Mixer attention) {
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation(), attention);
    new TrainingRun(model, data, Tiny.settings(2), 1, folder).train(NOBODY);
  }

  private TrainingResult train(Task task, Architecture architecture, TrainingSettings settings) {
    TaskData data = Tiny.data(task, architecture);
    Transformer model = Tiny.model(architecture, data.presentation());
    return new TrainingRun(model, data, settings, 1, folder).train(NOBODY);
  }

  private static double value(TrainingResult result, Metric metric) {
    return result.best().orElseThrow().toScores().values().get(metric);
  }

  private TrainingRun run(TrainingSettings settings, long seed, String name) {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation());
    return new TrainingRun(model, data, settings, seed, folder.resolve(name));
  }

  private static TrainingListener stopAt(int step, TrainingRun run) {
    return new TrainingListener() {
      @Override
      public void stepped(StepReport report) {
        if (report.step() == step) {
          run.stop();
        }
      }
    };
  }

  private Checkpoint checkpoint(String name, int step) {
    return new Checkpoints(folder.resolve(name)).read(step);
  }

  /** All but the times. */
  static void assertSameBits(Checkpoint expected, Checkpoint actual) {
    assertSameBits(expected.weights(), actual.weights());
    assertSameBits(expected.optimizer(), actual.optimizer());
    assertEquals(expected.state().random(), actual.state().random());
    assertEquals(expected.state().best(), actual.state().best());
    assertEquals(expected.state().tokens(), actual.state().tokens());
  }

  private static void assertSameBits(Map<String, Array> expected, Map<String, Array> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    assertFalse(expected.isEmpty());
    expected.forEach(
        (name, array) -> assertArrayEquals(array.toDoubles(), actual.get(name).toDoubles(), name));
  }

  /** What was heard. */
  private static final class Recorder implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private final List<Optional<Scores>> evaluations = new ArrayList<>();
    private int scored;

    @Override
    public void stepped(StepReport report) {
      losses.add(report.loss());
    }

    @Override
    public void scored() {
      scored++;
    }

    @Override
    public void evaluated(int step, Scores validation, boolean bestSoFar) {
      evaluations.add(Optional.of(validation));
    }
  }
}
