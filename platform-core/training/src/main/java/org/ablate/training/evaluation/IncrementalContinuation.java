package org.ablate.training.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.libtorch.DecodingSession;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;

/** Each call sees the new tokens only, and what earlier calls left for it. */
final class IncrementalContinuation implements Continuation {
  private static final String LOGITS = "logits";

  private final DecodingSession session;
  private final String input;
  private Map<String, Array> inputs;
  private int sequences;

  IncrementalContinuation(Libtorch engine, Transformer model, Weights weights) {
    session = engine.decoding(logits(model.decodingStart()), logits(model.decodingStep()), weights);
    input = Continuation.input(model);
  }

  private static Graph logits(Graph graph) {
    return graph.withOutputs(Map.of(LOGITS, graph.outputs().get(LOGITS)));
  }

  @Override
  public double[][] start(Map<String, Array> newInputs, int[] lengths) {
    inputs = new HashMap<>(newInputs);
    sequences = lengths.length;
    int width = Math.toIntExact(inputs.get(input).shape()[1]);
    Array logits = session.start(inputs, width).get(LOGITS); // [batch, position, token]
    return Continuation.at(
        IntStream.range(0, sequences).map(row -> row * width + lengths[row] - 1).toArray(), logits);
  }

  @Override
  public double[][] next(int[] parents, int[] tokens) {
    int[] all = IntStream.range(0, sequences).toArray();
    if (!Arrays.equals(parents, all)) {
      session.select(parents);
      inputs.replaceAll((name, values) -> Continuation.rows(parents, values));
    }
    sequences = parents.length;
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    inputs.put(input, Array.of(ids, sequences, 1)); // [batch, 1]
    Array logits = session.step(inputs, 1).get(LOGITS); // [batch, 1, token]
    return Continuation.at(IntStream.range(0, sequences).toArray(), logits);
  }

  @Override
  public void close() {
    session.close();
  }
}
