package org.ablate.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.ablate.model.Transformer;
import org.ablate.tensor.Cost;
import org.ablate.tensor.Graph;
import org.ablate.training.data.EncodedExample;

/**
 * What a token costs: the operations of a forward pass over one example of the mean length, divided
 * by the tokens that it reads.
 *
 * @param graph the model's graph
 * @param examples whose mean length counts
 */
record TokenCost(Graph graph, List<EncodedExample> examples) {

  /** In floating-point operations, derived from the graph. */
  double flopsPerToken() {
    long source = meanLength(example -> example.source().length);
    long tokens = meanLength(example -> example.tokens().length);
    Map<String, Long> sizes = new HashMap<>();
    sizes.put("batch", 1L);
    sizes.put("source", source);
    sizes.put("target", tokens);
    sizes.put("position", tokens);
    return (double) Cost.of(graph, Float.BYTES).flops().at(sizes) / (source + tokens);
  }

  /** What a model keeps in memory once it has decoded all tokens but the last. */
  static Optional<Double> stateBytes(Transformer model, List<EncodedExample> examples) {
    if (!model.decodesIncrementally()) {
      return Optional.empty();
    }
    TokenCost cost = new TokenCost(model.decodingStep(), examples);
    long tokens = cost.meanLength(example -> example.tokens().length);
    Map<String, Long> sizes = new HashMap<>();
    sizes.put("batch", 1L);
    sizes.put("source", cost.meanLength(example -> example.source().length));
    sizes.put("target", 1L);
    sizes.put("position", 1L);
    sizes.put("past", Math.max(0, tokens - 1));
    return Optional.of((double) Cost.of(cost.graph(), Float.BYTES).stateBytes().at(sizes));
  }

  private long meanLength(ToIntFunction<EncodedExample> length) {
    return Math.round(examples.stream().mapToInt(length).average().orElse(0));
  }
}
