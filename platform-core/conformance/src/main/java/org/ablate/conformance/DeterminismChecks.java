package org.ablate.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.model.Architecture;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;

/** The same seed gives the same bits; what is random is drawn from the scope. */
final class DeterminismChecks {
  private static final long[][] TOKENS = {{7, 10, 6, 9, 8}, {6, 6, 11, 9, 10}};
  private static final long SEED = 7;
  private static final double DROPOUT = 0.2;

  private final Models models;
  private final Engines engines;

  DeterminismChecks(Models models, Engines engines) {
    this.models = models;
    this.engines = engines;
  }

  List<Check> all() {
    return List.of(
        Check.of("a model that is built twice is the same", this::builtTwice),
        Check.of("a training step with the same seed gives the same bits", this::sameSeed),
        Check.of("nothing is random in inference", this::noRandomNumbers));
  }

  private Architecture architecture() {
    return models.coveringArchitectures().get(0);
  }

  private void builtTwice() {
    Setup setup = Setup.of(architecture());
    Graph first = models.of(setup).inference();
    Graph second = new SmallModel(setup, models.parts()).inference();
    first
        .initialWeights(SEED)
        .forEach(
            (name, weight) ->
                requireSame(
                    weight,
                    second.initialWeights(SEED).get(name),
                    "'%s' starts with other values each time".formatted(name)));
    Map<String, Array> weights = SmallModel.weights(first);
    requireSame(
        engines.run(first, weights, inputs(first), SEED).get("logits"),
        engines.run(second, weights, inputs(second), SEED).get("logits"),
        "with the same weights it gives other outputs each time that it is built");
  }

  private void sameSeed() {
    Graph graph = models.of(Setup.of(architecture()).dropout(DROPOUT)).training();
    Map<String, Array> weights = SmallModel.weights(graph);
    requireSame(
        engines.run(graph, weights, inputs(graph), SEED).get("loss"),
        engines.run(graph, weights, inputs(graph), SEED).get("loss"),
        "with the same seed the loss is another each time");
  }

  private void noRandomNumbers() {
    Graph graph = models.of(Setup.of(architecture())).inference();
    if (!graph.randoms().isEmpty()) {
      throw new ConformanceException(
          "inference draws the random numbers '%s'; draw them where scope.mode() is TRAINING, or use scope.dropout"
              .formatted(graph.randoms().get(0).name()));
    }
  }

  private static Map<String, Array> inputs(Graph graph) {
    Map<String, Array> inputs = new HashMap<>();
    graph.inputs().forEach(input -> inputs.put(input.name(), SmallModel.array(TOKENS)));
    return inputs;
  }

  private static void requireSame(Array left, Array right, String complaint) {
    if (!Arrays.equals(left.toDoubles(), right.toDoubles())) {
      throw new ConformanceException(
          complaint
              + "; look for java.util.Random or other state outside of the scope, which has uniform and normal");
    }
  }
}
