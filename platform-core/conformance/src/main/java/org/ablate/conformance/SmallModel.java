package org.ablate.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ablate.model.Architecture;
import org.ablate.model.Legality;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.tensor.Array;
import org.ablate.tensor.Evaluation;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;

/** A small model around a part that is checked, traced once for each use. */
final class SmallModel {
  static final int VOCABULARY = 12;
  private static final int D_MODEL = 8;
  private static final int D_FF = 12;

  /**
   * What of a model differs between checks.
   *
   * @param padded whether it is told that there may be padding
   */
  record Setup(Architecture architecture, boolean padded, int heads, int layers, double dropout) {

    /** Two layers of two heads, for batches with padding. */
    static Setup of(Architecture architecture) {
      return new Setup(architecture, true, 2, 2, 0);
    }

    Setup unpadded() {
      return new Setup(architecture, false, heads, layers, dropout);
    }

    Setup heads(int newHeads) {
      return new Setup(architecture, padded, newHeads, layers, dropout);
    }

    Setup oneLayer() {
      return new Setup(architecture, padded, heads, 1, dropout);
    }

    Setup dropout(double probability) {
      return new Setup(architecture, padded, heads, layers, probability);
    }
  }

  private final Transformer transformer;
  private final Map<String, Graph> traced = new HashMap<>();

  SmallModel(Setup setup, PlainParts parts) {
    transformer =
        new Transformer(
            settings(setup),
            parts.components(),
            VOCABULARY,
            VOCABULARY,
            OutputHead.POSITION,
            setup.padded());
  }

  /** Why parts do not combine; empty where they do. */
  static Optional<String> refusal(Setup setup, PlainParts parts) {
    return Legality.refusals(settings(setup), parts.components()).stream()
        .map(Legality.Refusal::reason)
        .findFirst();
  }

  private static TransformerSettings settings(Setup setup) {
    return new TransformerSettings(
        setup.architecture(),
        D_MODEL,
        setup.heads(),
        setup.layers(),
        D_FF,
        setup.dropout(),
        0,
        false,
        false,
        false);
  }

  Graph inference() {
    return traced.computeIfAbsent("inference", use -> transformer.inference());
  }

  /** The loss that is trained, with what parts add to it. */
  Graph training() {
    return traced.computeIfAbsent("training", use -> only("loss", transformer.training(0)));
  }

  /** The cross-entropy of training: the mean over the positions whose label counts. */
  Graph crossEntropy() {
    return traced.computeIfAbsent(
        "cross-entropy", use -> only("cross_entropy", transformer.training(0)));
  }

  /** The cross-entropy without dropout, and with statistics that are not of the batch. */
  Graph evaluation() {
    return traced.computeIfAbsent("evaluation", use -> only("loss", transformer.evaluation()));
  }

  private static Graph only(String output, Graph graph) {
    return graph.withOutputs(Map.of("loss", graph.outputs().get(output)));
  }

  private Graph decodingStart() {
    return traced.computeIfAbsent("start", use -> transformer.decodingStart());
  }

  private Graph decodingStep() {
    return traced.computeIfAbsent("step", use -> transformer.decodingStep());
  }

  /** Weights in [-0.7, 0.7): no parameter is zero, so that each has an effect. */
  static Map<String, Array> weights(Graph graph) {
    Map<String, Array> weights = new LinkedHashMap<>(graph.initialWeights(1));
    for (Op.Parameter parameter : graph.parameters()) {
      SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
      double[] values = new double[weights.get(parameter.name()).size()];
      Arrays.setAll(values, i -> random.nextDouble(-0.7, 0.7));
      weights.put(parameter.name(), Array.of(values, parameter.shape().sizes()));
    }
    return weights;
  }

  /** The logits of each position: [batch][position][token]. */
  double[][][] logits(long[][] tokens) {
    Graph graph = inference();
    return logits(Interpreter.run(graph, Map.of("tokens", array(tokens)), weights(graph)));
  }

  /** The logits of an encoder–decoder: [batch][target][token]. */
  double[][][] logits(long[][] source, long[][] target) {
    Graph graph = inference();
    return logits(
        Interpreter.run(
            graph, Map.of("source", array(source), "target", array(target)), weights(graph)));
  }

  /** The logits of the same positions, given to the decoder in parts of some length. */
  double[][][] decode(Map<String, Array> fixed, String input, long[][] tokens, int partLength) {
    Graph start = decodingStart();
    Graph step = decodingStep();
    Map<String, Array> weights = weights(start);
    int length = tokens[0].length;
    double[][][] logits = new double[tokens.length][length][];
    Map<String, Array> state = emptyState(start, tokens.length);
    for (int from = 0; from < length; from += partLength) {
      int to = Math.min(length, from + partLength);
      Graph graph = from == 0 ? start : step;
      Map<String, Array> inputs = new HashMap<>(fixed);
      inputs.putAll(state);
      inputs.put(input, array(columns(tokens, from, to)));
      Evaluation evaluation = Interpreter.evaluate(graph, inputs, weights);
      double[][][] part = logits(evaluation.outputs());
      for (int row = 0; row < tokens.length; row++) {
        System.arraycopy(part[row], 0, logits[row], from, to - from);
      }
      state = evaluation.nextStates();
    }
    return logits;
  }

  private static Map<String, Array> emptyState(Graph graph, long batch) {
    Map<String, Array> state = new HashMap<>();
    graph
        .states()
        .forEach(
            (name, variable) ->
                variable
                    .read()
                    .ifPresent(
                        previous -> {
                          long[] shape =
                              previous.shape().sizes(Map.of("batch", batch, Scope.PAST, 0L));
                          int size = Array.elements(shape);
                          state.put(
                              name,
                              switch (previous.dataType()) {
                                case FLOAT -> Array.of(new double[size], shape);
                                case INTEGER -> Array.of(new long[size], shape);
                                case BOOLEAN -> Array.of(new boolean[size], shape);
                              });
                        }));
    return state;
  }

  private static long[][] columns(long[][] tokens, int from, int to) {
    return Arrays.stream(tokens)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(long[][]::new);
  }

  static Array array(long[][] rows) {
    return Array.of(
        Arrays.stream(rows).flatMapToLong(Arrays::stream).toArray(), rows.length, rows[0].length);
  }

  static double[][][] logits(Map<String, Array> outputs) {
    Array logits = outputs.get("logits");
    int batch = (int) logits.shape()[0];
    int length = (int) logits.shape()[1];
    int classes = (int) logits.shape()[2];
    double[] values = logits.toDoubles();
    double[][][] nested = new double[batch][length][];
    for (int row = 0; row < batch; row++) {
      for (int position = 0; position < length; position++) {
        int from = (row * length + position) * classes;
        nested[row][position] = Arrays.copyOfRange(values, from, from + classes);
      }
    }
    return nested;
  }
}
