package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
  /** A few hundred roundings of double-precision numbers near one. */
  private static final double DOUBLE_TOLERANCE = 1e-13;

  /** A few hundred roundings of single-precision numbers near one. */
  private static final double SINGLE_TOLERANCE = 2e-5;

  /** Of a central difference: the square of the step, and rounding divided by the step. */
  private static final double DIFFERENCE_TOLERANCE = 1e-7;

  private static final double STEP = 1e-5;
  private static final int DRAWS = 5;

  static Stream<Sample> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void agrees_with_the_interpreter_in_double_precision(Sample sample) {
    compare(sample, Precision.FLOAT64, DOUBLE_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void agrees_with_the_interpreter_in_single_precision(Sample sample) {
    compare(sample, Precision.FLOAT32, SINGLE_TOLERANCE);
  }

  static Stream<Sample> differentiableSamples() {
    return samples()
        .filter(sample -> sample.graph().result().dataType() == DataType.FLOAT)
        .filter(sample -> !sample.name().equals("detach"));
  }

  @ParameterizedTest
  @MethodSource("differentiableSamples")
  void gradients_are_finite_differences(Sample sample) {
    Sample weighted = sample.weighted();
    Random random = new Random(sample.name().hashCode());
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program program = libtorch.compile(weighted.graph())) {
      Map<String, Array> inputs = weighted.draw(random);
      Map<String, Array> gradients = program.gradients(none, inputs);
      gradients.forEach(
          (name, gradient) -> {
            double[] differences = differences(weighted.graph(), inputs, name);
            assertArrayEquals(
                differences, gradient.toDoubles(), DIFFERENCE_TOLERANCE, () -> name + inputs);
          });
    }
  }

  /** How the sum of the result changes with each element of an input. */
  private static double[] differences(Graph graph, Map<String, Array> inputs, String name) {
    Array at = inputs.get(name);
    double[] differences = new double[at.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          (sum(graph, inputs, name, moved(at, i, STEP))
                  - sum(graph, inputs, name, moved(at, i, -STEP)))
              / (2 * STEP);
    }
    return differences;
  }

  private static Array moved(Array array, int index, double step) {
    double[] values = array.toDoubles();
    values[index] += step;
    return Array.of(values, array.shape());
  }

  private static double sum(Graph graph, Map<String, Array> inputs, String name, Array value) {
    Map<String, Array> changed = new LinkedHashMap<>(inputs);
    changed.put(name, value);
    return Arrays.stream(Interpreter.run(graph, changed, Map.of()).get("result").toDoubles()).sum();
  }

  @Test
  void no_gradient_flows_through_detach() {
    Sample sample =
        Sample.of("detach", s -> s.input("x", DataType.FLOAT, Sample.THREE).detach().multiply(2));
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program program = libtorch.compile(sample.graph())) {
      Map<String, Array> inputs = Map.of("x", Array.of(new double[] {1, 2, 3}, 3));
      assertArrayEquals(new double[3], program.gradients(none, inputs).get("x").toDoubles());
    }
  }

  /** What a sample cannot hold: weights, and what is random. They have tests of their own. */
  private static final Set<String> NO_SAMPLE = Set.of("Parameter", "Buffer", "Random", "Dropout");

  @Test
  void every_operator_and_every_composite_is_among_the_samples() {
    Set<String> missing = labels();
    missing.removeAll(NO_SAMPLE);
    samples()
        .flatMap(sample -> sample.graph().nodes().stream())
        .forEach(node -> missing.removeAll(labels(node)));
    assertEquals(Set.of(), missing);
  }

  private static Set<String> labels(Tensor node) {
    Set<String> labels = new TreeSet<>();
    labels.add(node.op().getClass().getSimpleName());
    labels.add(node.op().label());
    if (node.op() instanceof Op.Call call) {
      labels.add(call.composite().getClass().getSimpleName());
    }
    return labels;
  }

  private static Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    Stream.of(Op.class, Composite.class)
        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
        .forEach(type -> labels.add(type.getSimpleName()));
    Stream.of(
            Op.Unary.Function.values(),
            Op.Binary.Function.values(),
            Op.Compare.Relation.values(),
            Op.Logic.Connective.values(),
            Op.Reduce.Function.values())
        .flatMap(Arrays::stream)
        .forEach(constant -> labels.add(constant.name().toLowerCase(Locale.ROOT)));
    return labels;
  }

  private static void compare(Sample sample, Precision precision, double tolerance) {
    Random random = new Random(sample.name().hashCode());
    try (Libtorch libtorch = Libtorch.open(Device.CPU, precision, 1);
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program program = libtorch.compile(sample.graph())) {
      for (int i = 0; i < DRAWS; i++) {
        Map<String, Array> inputs = rounded(sample.draw(random), precision);
        Array expected = Interpreter.run(sample.graph(), inputs, Map.of()).get("result");
        Array given = program.run(none, inputs).get("result");
        assertEquals(expected.dataType(), given.dataType());
        assertArrayEquals(expected.shape(), given.shape());
        assertArrayEquals(expected.toDoubles(), given.toDoubles(), tolerance, () -> inputs + "");
      }
    }
  }

  private static Map<String, Array> rounded(Map<String, Array> inputs, Precision precision) {
    Map<String, Array> rounded = new LinkedHashMap<>(inputs);
    if (precision == Precision.FLOAT32) {
      rounded.replaceAll((name, array) -> single(array));
    }
    return rounded;
  }

  private static Array single(Array array) {
    if (array.dataType() != DataType.FLOAT) {
      return array;
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.at(i);
    }
    return Array.of(values, array.shape());
  }
}
