package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecomputationTest {
  /** What a number below one changes by where it becomes a float32. */
  private static final double FLOAT_ROUNDING = 1e-7;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim WIDTH = Dim.of("width", 8);
  private static final Initializer SPREAD = new Initializer.Normal(0.3);

  private static StepSettings settings(ProductPrecision products, boolean recomputed) {
    return new StepSettings(AdamW.DEFAULTS, Clipping.toNorm(1), List.of(), products, recomputed);
  }

  /** Losses, other outputs and gradient norms of a few steps, and all weights after them. */
  private record Course(List<Outcome> outcomes, Map<String, Array> weights) {}

  private static Course course(
      Graph graph, Function<Integer, Map<String, Array>> inputs, StepSettings settings) {
    Map<String, Array> initial = graph.initialWeights(1);
    List<String> learned = graph.parameters().stream().map(Op.Parameter::name).toList();
    List<Outcome> outcomes = new ArrayList<>();
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
        Weights weights = libtorch.weights(initial, Set.copyOf(learned));
        TrainingStep training = libtorch.trainingStep(graph, weights, settings)) {
      for (int step = 0; step < 4; step++) {
        List<MicroBatch> parts =
            List.of(
                new MicroBatch(inputs.apply(step), 2), new MicroBatch(inputs.apply(-1 - step), 1));
        outcomes.add(training.step(parts, 0.01));
      }
      return new Course(outcomes, weights.toArrays());
    }
  }

  private static void assertSameCourse(
      Graph graph, Function<Integer, Map<String, Array>> inputs, ProductPrecision products) {
    Course expected = course(graph, inputs, settings(products, false));
    Course actual = course(graph, inputs, settings(products, true));
    assertEquals(expected.outcomes(), actual.outcomes());
    expected
        .weights()
        .forEach(
            (name, values) ->
                assertArrayEquals(
                    values.toDoubles(), actual.weights().get(name).toDoubles(), name));
  }

  /** With dropout in each layer, and the embedding as the classifier. */
  @ParameterizedTest
  @EnumSource(ProductPrecision.class)
  void a_decoder_takes_the_same_course_to_the_bit(ProductPrecision products) {
    assertSameCourse(TinyGpt.training(0.2), step -> TinyGpt.tokens(step, 4, 6), products);
  }

  private static Map<String, Array> numbers(int seed) {
    double[] numbers = new Random(seed).doubles(5 * 8, -1, 1).toArray();
    return Map.of("x", Array.of(numbers, 5, 8));
  }

  private static Graph staged(Function<Scope, Tensor> definition) {
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor result = definition.apply(scope); // [batch, width]
          return Map.of("loss", result.square().mean(0, 1).reshape());
        });
  }

  private static Tensor x(Scope scope) {
    return scope.input("x", DataType.FLOAT, BATCH, WIDTH); // [batch, width]
  }

  @Test
  void what_several_stages_use_several_times_has_the_same_derivatives() {
    assertSameCourse(
        staged(
            scope -> {
              Tensor w = scope.parameter("w", SPREAD, WIDTH, WIDTH); // [width, width]
              Tensor memory = scope.stage(x(scope).matmul(w).tanh()); // [batch, width]
              Tensor y = memory; // [batch, width]
              for (int layer = 0; layer < 3; layer++) {
                Tensor twice = y.matmul(w).add(memory).matmul(w).multiply(memory); // [batch, width]
                y = scope.stage(twice.add(memory.exp()).tanh()); // [batch, width]
              }
              return y;
            }),
        RecomputationTest::numbers,
        ProductPrecision.FULL);
  }

  @Test
  void a_recurrence_is_computed_again() {
    assertSameCourse(
        staged(
            scope -> {
              Tensor x = x(scope); // [batch, width]
              Tensor first = x.mean(0).squeeze(0); // [width]
              Tensor y = x; // [batch, width]
              for (int layer = 0; layer < 2; layer++) {
                Tensor weight = scope.parameter("w" + layer, SPREAD, WIDTH); // [width]
                Recurrence network =
                    Recurrence.along(
                        0,
                        List.of(y),
                        List.of(first),
                        (states, entries) -> {
                          Tensor next =
                              states.get(0).multiply(weight).add(entries.get(0)).tanh(); // [width]
                          return new Recurrence.Result(List.of(next), List.of(next));
                        });
                y = scope.stage(network.stacked().get(0)); // [batch, width]
              }
              return y;
            }),
        RecomputationTest::numbers,
        ProductPrecision.FULL);
  }

  @Test
  void a_stage_may_end_at_one_of_the_results_of_a_recurrence() {
    assertSameCourse(
        staged(
            scope -> {
              Tensor weight = scope.parameter("w", SPREAD, WIDTH); // [width]
              Tensor x = x(scope).multiply(weight); // [batch, width]
              Recurrence sums =
                  Recurrence.along(
                      0,
                      List.of(x),
                      List.of(x.mean(0).squeeze(0)),
                      (states, entries) -> {
                        Tensor next = states.get(0).add(entries.get(0)).tanh(); // [width]
                        return new Recurrence.Result(List.of(next), List.of(next, next.exp()));
                      });
              Tensor first = scope.stage(sums.stacked().get(0)); // [batch, width]
              Tensor second = scope.stage(first.multiply(sums.last().get(0))); // [batch, width]
              return second.add(sums.stacked().get(1)); // [batch, width]
            }),
        RecomputationTest::numbers,
        ProductPrecision.FULL);
  }

  @Test
  void a_buffer_is_updated_once() {
    assertSameCourse(
        staged(
            scope -> {
              Tensor x = x(scope).multiply(scope.parameter("w", SPREAD, WIDTH)); // [batch, width]
              Tensor mean = scope.buffer("mean", Initializer.ZEROS, WIDTH); // [width]
              scope.update(mean, mean.multiply(0.5).add(x.detach().mean(0).squeeze(0)));
              Tensor y = scope.stage(x.subtract(mean).tanh()); // [batch, width]
              return y.multiply(scope.parameter("v", SPREAD, WIDTH)); // [batch, width]
            }),
        RecomputationTest::numbers,
        ProductPrecision.FULL);
  }

  @Test
  void a_parameter_that_the_loss_does_not_depend_on_stays() {
    Graph graph =
        staged(
            scope -> {
              Tensor unused = scope.parameter("unused", SPREAD, WIDTH); // [width]
              Tensor used = scope.parameter("used", SPREAD, WIDTH); // [width]
              Tensor y = scope.stage(x(scope).multiply(unused).detach()); // [batch, width]
              return y.multiply(used); // [batch, width]
            });
    Course course =
        course(graph, RecomputationTest::numbers, settings(ProductPrecision.FULL, true));
    assertArrayEquals(
        graph.initialWeights(1).get("unused").toDoubles(),
        course.weights().get("unused").toDoubles(),
        FLOAT_ROUNDING);
    assertSameCourse(graph, RecomputationTest::numbers, ProductPrecision.FULL);
  }

  /** The heap is there from the start, so that the rest is what libtorch takes. */
  private static final List<String> STEADY_HEAP =
      List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  /** Of a deep network that takes no parameters to speak of and keeps much. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void the_peak_of_memory_is_less_than_half() throws Exception {
    List<String> jvm = new ArrayList<>(ChildProcess.libtorchArguments());
    jvm.addAll(STEADY_HEAP);
    Map<Boolean, Long> peaks = new HashMap<>();
    for (boolean recomputed : List.of(false, true)) {
      String peak = ChildProcess.run(Peak.class, jvm, Boolean.toString(recomputed)).strip();
      assertTrue(peak.matches("\\d+"), peak);
      peaks.put(recomputed, Long.parseLong(peak));
    }
    assertTrue(peaks.get(true) < peaks.get(false) / 2, peaks::toString);
  }

  /** Tells how much more memory than before a training step has taken at its peak. */
  static final class Peak {
    private static final int LAYERS = 24;
    private static final int EXAMPLES = 16_384;

    private Peak() {}

    public static void main(String[] arguments) {
      Graph graph =
          staged(
              scope -> {
                Tensor y = x(scope); // [batch, width]
                for (int layer = 0; layer < LAYERS; layer++) {
                  Tensor gain = scope.parameter("gain" + layer, Initializer.ONES, WIDTH); // [width]
                  Tensor inner = y; // [batch, width]
                  for (int i = 0; i < 16; i++) {
                    inner = inner.multiply(gain).tanh(); // [batch, width]
                  }
                  y = scope.stage(inner); // [batch, width]
                }
                return y;
              });
      boolean recomputed = Boolean.parseBoolean(arguments[0]);
      StepSettings settings = settings(ProductPrecision.FULL, recomputed);
      Map<String, Array> initial = graph.initialWeights(1);
      try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
          Weights weights = libtorch.weights(initial, initial.keySet());
          TrainingStep training = libtorch.trainingStep(graph, weights, settings)) {
        training.step(List.of(new MicroBatch(zeros(8), 1)), 0.01);
        MicroBatch large = new MicroBatch(zeros(EXAMPLES), 1);
        long before = highestBytes();
        training.step(List.of(large), 0.01);
        System.out.println(highestBytes() - before);
      }
    }

    private static Map<String, Array> zeros(int examples) {
      return Map.of("x", Array.of(new float[examples * 8], examples, 8));
    }

    /** The most memory that this process has had. */
    private static long highestBytes() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
