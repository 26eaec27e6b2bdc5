package org.ablate.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.plugin.Growth;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;

/** What must not overflow in float32, forwards and backwards. */
final class StabilityChecks {
  private static final double LARGE = 1e3;
  private static final int LONG = 512;

  /** Where the operations grow as the cube of the length. */
  private static final int LONG_IF_CUBIC = 48;

  private static final int SHORT = 7;

  private final Models models;
  private final Engines engines;
  private final int maxLength;

  StabilityChecks(Models models, Engines engines, int maxLength) {
    this.models = models;
    this.engines = engines;
    this.maxLength = maxLength;
  }

  List<Check> all() {
    return List.of(
        Check.of(
            "inputs of zeros, and of one number, give finite outputs and gradients",
            this::equalInputs),
        Check.of("large inputs give finite outputs and gradients", this::largeInputs),
        Check.of("a long sequence gives finite outputs and gradients", this::longSequence));
  }

  /** Variances, and magnitudes of differences, are zero. */
  private void equalInputs() {
    for (Architecture architecture : models.coveringArchitectures()) {
      requireFinite(architecture, SHORT, x -> 0, "with inputs of zeros");
      requireFinite(architecture, SHORT, x -> 1, "with inputs of ones");
    }
  }

  private void largeInputs() {
    for (Architecture architecture : models.coveringArchitectures()) {
      requireFinite(architecture, SHORT, x -> x * LARGE, "with inputs a thousand times as large");
    }
  }

  private void longSequence() {
    for (Architecture architecture : models.coveringArchitectures()) {
      boolean causal = architecture != Architecture.ENCODER;
      boolean cubic = models.parts().attention().growth(causal) == Growth.CUBIC;
      int length = Math.min(cubic ? LONG_IF_CUBIC : LONG, maxLength);
      requireFinite(architecture, length, x -> x, "with %d tokens".formatted(length));
    }
  }

  private void requireFinite(
      Architecture architecture, int length, DoubleUnaryOperator scaled, String when) {
    Graph graph = models.of(Setup.of(architecture).oneLayer()).evaluation();
    Map<String, Array> values = new HashMap<>(SmallModel.weights(graph));
    Array table = values.get("embedding.weight");
    double[] changed = Arrays.stream(table.toDoubles()).map(scaled).toArray();
    values.put("embedding.weight", Array.of(changed, table.shape()));
    Map<String, Array> inputs = new HashMap<>();
    for (var read : graph.inputs()) {
      inputs.put(read.name(), SmallModel.array(new long[][] {tokens(length)}));
    }
    try (Program program = engines.float32().compile(graph);
        Weights weights = Engines.weights(engines.float32(), graph, values)) {
      double loss = program.run(weights, inputs).get("loss").at(0);
      if (!Double.isFinite(loss)) {
        throw new ConformanceException(
            "%s the loss is %s in float32; look for an exponential whose largest argument is not subtracted first, a sum that is squared, or a division by zero"
                .formatted(when, loss));
      }
      program
          .gradients(weights, inputs)
          .forEach((name, gradient) -> requireFinite(name, gradient, when));
    }
  }

  private static void requireFinite(String name, Array gradient, String when) {
    if (!Arrays.stream(gradient.toDoubles()).allMatch(Double::isFinite)) {
      throw new ConformanceException(
          "%s the gradient with respect to '%s' is not finite in float32; look for a quotient whose divisor vanishes, or a branch of where() that is infinite"
              .formatted(when, name));
    }
  }

  private static long[] tokens(int length) {
    long[] tokens = new long[length];
    Arrays.setAll(tokens, i -> 6 + (i * 7L + i / 6) % 6);
    return tokens;
  }
}
