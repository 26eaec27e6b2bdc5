package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;

/**
 * What gradients must be: libtorch's, in float64, of a whole model's loss. The gradient with
 * respect to the input of a position is that with respect to the embedding of its token, where no
 * other position has the same.
 */
final class GradientChecks {
  private static final String EMBEDDING = "embedding.weight";
  private static final int PAD = 0;

  /** Each token once, so that each has an embedding of its own. */
  private static final long[] DISTINCT = {7, 10, 6, 9, 8, 11, 1};

  private static final long[][] PADDED = {
    {7, 10, 6, 9, 8, 11, 7}, {PAD, PAD, 11, 6, 8, 9, 10}, {6, 9, 9, 7, PAD, PAD, PAD}
  };
  private static final long[][] PADDED_SOURCE = {{9, 6, 11, 8}, {6, 7, PAD, PAD}, {PAD, 8, 10, 9}};

  /**
   * Relative to the loss and to the derivative. Differences over a step of 1e-5 are off by its
   * square times the third derivative, and by rounding errors of 1e-11; a wrong gradient by its own
   * size.
   */
  private static final double TOLERANCE = 1e-6;

  /** The smaller ones are tried where a corner, such as that of a relu, lies within the step. */
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};

  private final Models models;
  private final Engines engines;

  GradientChecks(Models models, Engines engines) {
    this.models = models;
    this.engines = engines;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (Architecture architecture : models.coveringArchitectures()) {
      checks.add(
          new Check(
              "gradients are those of finite differences" + Models.in(architecture),
              () -> finiteDifferences(architecture)));
      checks.add(
          Check.of(
              "padding receives no gradient" + Models.in(architecture),
              () -> paddingGradient(architecture)));
    }
    if (models.architectures().contains(Architecture.DECODER)) {
      checks.add(Check.of("no gradient reaches a later token", this::noLeak));
    }
    return checks;
  }

  /** Of all parameters at once, and of one after the other only to tell which is wrong. */
  private Outcome finiteDifferences(Architecture architecture) {
    SmallModel model = models.of(Setup.of(architecture));
    Graph graph = deterministic(model, model.training());
    Map<String, Array> weights = SmallModel.weights(graph);
    Map<String, Array> inputs = padded(architecture);
    try (Program program = engines.float64().compile(graph)) {
      Loss loss = new Loss(program, graph, inputs);
      Map<String, Array> gradients = loss.gradients(weights);
      double scale = Math.max(1, Math.abs(loss.at(weights)));
      gradients.forEach((name, gradient) -> requireFinite(gradient.toDoubles(), name));
      Slope together = slope(loss, weights, graph.parameters(), gradients, scale);
      if (together.isRight()) {
        return Outcome.measured(Measure.GRADIENT_ERROR, together.error());
      }
      List<Slope> slopes = new ArrayList<>();
      for (Op.Parameter parameter : graph.parameters()) {
        slopes.add(slope(loss, weights, List.of(parameter), gradients, scale));
      }
      slopes.forEach(GradientChecks::requireGradient);
      requireRight(slopes);
      double worst = slopes.stream().mapToDouble(Slope::error).max().orElse(0);
      return Outcome.measured(Measure.GRADIENT_ERROR, worst);
    }
  }

  /**
   * How the loss changes along a random direction of parameters.
   *
   * @param parameter the first of them
   * @param derivative what the gradient says
   * @param difference what finite differences say
   * @param error their difference, relative to the loss and to the larger of them
   * @param isZero whether the whole gradient is zero
   */
  private record Slope(
      String parameter, double derivative, double difference, double error, boolean isZero) {
    boolean isRight() {
      return error <= TOLERANCE;
    }
  }

  private static void requireGradient(Slope slope) {
    if (!slope.isRight() && slope.isZero()) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "the parameter '%s' receives no gradient, although the loss changes by %.3g along a direction; look for a detach() between it and the output",
              slope.parameter(),
              slope.difference()));
    }
  }

  /** The mistake lies after the last parameter whose gradient is wrong, so that one is told. */
  private static void requireRight(List<Slope> slopes) {
    List<Slope> wrong = slopes.stream().filter(slope -> !slope.isRight()).toList();
    if (!wrong.isEmpty()) {
      Slope last = wrong.get(wrong.size() - 1);
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "the gradient of the loss with respect to '%s' is %.3g along a direction, but finite differences give %.3g, off by %.1e of the loss where %.0e is allowed; look for a detach() on one of the paths from it to the output",
              last.parameter(),
              last.derivative(),
              last.difference(),
              last.error(),
              TOLERANCE));
    }
  }

  /** A loss as a function of the weights. */
  private final class Loss {
    private final Program program;
    private final Graph graph;
    private final Map<String, Array> inputs;

    Loss(Program program, Graph graph, Map<String, Array> inputs) {
      this.program = program;
      this.graph = graph;
      this.inputs = inputs;
    }

    double at(Map<String, Array> values) {
      try (Weights weights = Engines.weights(engines.float64(), graph, values)) {
        return program.run(weights, inputs).get("loss").at(0);
      }
    }

    Map<String, Array> gradients(Map<String, Array> values) {
      try (Weights weights = Engines.weights(engines.float64(), graph, values)) {
        return program.gradients(weights, inputs);
      }
    }
  }

  private static Slope slope(
      Loss loss,
      Map<String, Array> weights,
      List<Op.Parameter> parameters,
      Map<String, Array> gradients,
      double scale) {
    double derivative = 0;
    boolean isZero = true;
    for (Op.Parameter parameter : parameters) {
      double[] gradient = gradients.get(parameter.name()).toDoubles();
      derivative += dot(gradient, direction(gradient.length, parameter.name()));
      isZero &= Arrays.stream(gradient).allMatch(g -> g == 0);
    }
    Slope slope = null;
    for (double step : STEPS) {
      double further = loss.at(moved(weights, parameters, step));
      double back = loss.at(moved(weights, parameters, -step));
      double difference = (further - back) / (2 * step);
      double error = Math.abs(difference - derivative) / Math.max(scale, Math.abs(difference));
      slope = new Slope(parameters.get(0).name(), derivative, difference, error, isZero);
      if (slope.isRight()) {
        return slope;
      }
    }
    return slope;
  }

  private static void requireFinite(double[] gradient, String name) {
    if (!Arrays.stream(gradient).allMatch(Double::isFinite)) {
      throw new ConformanceException(
          "the gradient of the loss with respect to '%s' is not finite; look for a division by zero, or a logarithm or root of zero, where a row is masked or padding"
              .formatted(name));
    }
  }

  private void paddingGradient(Architecture architecture) {
    SmallModel model = models.of(Setup.of(architecture));
    Graph graph = deterministic(model, model.crossEntropy());
    double[] gradient;
    try (Program program = engines.float64().compile(graph)) {
      Loss loss = new Loss(program, graph, padded(architecture));
      gradient = loss.gradients(SmallModel.weights(graph)).get(EMBEDDING).toDoubles();
    }
    double largest = largest(gradient, PAD);
    if (!(largest <= TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "the loss of tokens has a gradient of %.2g with respect to the embedding of padding, where it should have none; look for a sum, a mean or a state that takes padding in",
              largest));
    }
  }

  /** In training, unless it keeps statistics, which are those of the whole batch. */
  private void noLeak() {
    SmallModel model = models.of(Setup.of(Architecture.DECODER));
    Graph training = model.crossEntropy();
    Graph graph = training.updates().isEmpty() ? training : model.evaluation();
    Map<String, Array> weights = SmallModel.weights(graph);
    try (Program program = engines.float64().compile(graph)) {
      for (int position = 0; position < DISTINCT.length - 1; position++) {
        Loss loss = new Loss(program, graph, asking(position));
        requireNoneLater(loss.gradients(weights).get(EMBEDDING).toDoubles(), position);
      }
    }
  }

  /** A row of which only the output at one position counts. */
  private static Map<String, Array> asking(int position) {
    long[] labels = new long[DISTINCT.length];
    Arrays.fill(labels, Composite.CrossEntropy.IGNORED);
    labels[position] = 6;
    return Map.of(
        "tokens", SmallModel.array(new long[][] {DISTINCT}),
        "labels", SmallModel.array(new long[][] {labels}));
  }

  private static void requireNoneLater(double[] gradient, int position) {
    for (int later = position + 1; later < DISTINCT.length; later++) {
      double largest = largest(gradient, (int) DISTINCT[later]);
      if (!(largest <= Expect.TOLERANCE)) {
        throw new ConformanceException(
            String.format(
                Locale.ROOT,
                "under a causal mask the output at position %d has a gradient of %.2g with respect to the token at position %d, which comes later",
                position,
                largest,
                later));
      }
    }
  }

  /** A loss of training, or that of evaluation where the variant draws random numbers. */
  private static Graph deterministic(SmallModel model, Graph training) {
    return training.randoms().isEmpty() ? training : model.evaluation();
  }

  private static Map<String, Array> padded(Architecture architecture) {
    Map<String, Array> inputs = new HashMap<>();
    String tokens = architecture == Architecture.ENCODER_DECODER ? "target" : "tokens";
    inputs.put(tokens, SmallModel.array(PADDED));
    inputs.put("labels", SmallModel.array(labels(PADDED)));
    if (architecture == Architecture.ENCODER_DECODER) {
      inputs.put("source", SmallModel.array(PADDED_SOURCE));
    }
    return inputs;
  }

  /** A label for each token, and none that counts for padding. */
  private static long[][] labels(long[][] tokens) {
    return Arrays.stream(tokens)
        .map(
            row ->
                Arrays.stream(row)
                    .map(token -> token == PAD ? Composite.CrossEntropy.IGNORED : (token * 5) % 12)
                    .toArray())
        .toArray(long[][]::new);
  }

  private static double[] direction(int size, String name) {
    SplittableRandom random = new SplittableRandom(31L * name.hashCode());
    return random.doubles(size, -1, 1).toArray();
  }

  private static Map<String, Array> moved(
      Map<String, Array> weights, List<Op.Parameter> parameters, double step) {
    Map<String, Array> moved = new HashMap<>(weights);
    for (Op.Parameter parameter : parameters) {
      double[] values = weights.get(parameter.name()).toDoubles();
      double[] direction = direction(values.length, parameter.name());
      Arrays.setAll(values, i -> values[i] + step * direction[i]);
      moved.put(parameter.name(), Array.of(values, parameter.shape().sizes()));
    }
    return moved;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  /** Of the gradient with respect to the embedding of a token; NaN where one is not a number. */
  private static double largest(double[] gradient, int token) {
    int width = gradient.length / SmallModel.VOCABULARY;
    double[] row = Arrays.copyOfRange(gradient, token * width, (token + 1) * width);
    return Expect.difference(row, new double[width]);
  }
}
