package org.ablate.app.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.app.RequestException;
import org.ablate.experiment.InitialSettings;
import org.ablate.experiment.StatedWeightsCheck;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.training.checkpoint.WeightTransfer;

/**
 * Weights that a model starts with because its experiment states them.
 *
 * @param values by name
 * @param report which part of the model they are, in a line; empty if none is stated
 */
record StatedWeights(Map<String, Array> values, String report) {

  /**
   * Those of a model.
   *
   * @throws RequestException if the model has no weight of a name, or in another shape
   */
  static StatedWeights of(Transformer model, InitialSettings initial) {
    if (initial.values().isEmpty()) {
      return new StatedWeights(Map.of(), "");
    }
    Graph graph = model.inference();
    String refusals =
        StatedWeightsCheck.of(graph).refusals(initial.values()).stream()
            .map(StatedWeightsCheck.Refusal::reason)
            .collect(Collectors.joining("; "));
    if (!refusals.isEmpty()) {
      throw new RequestException("initialize.values: " + refusals);
    }
    Map<String, Array> values = new LinkedHashMap<>();
    initial.values().forEach((name, weight) -> values.put(name, weight.toArray()));
    String summary = WeightTransfer.of(graph, values, List.of(), List.of()).summary();
    return new StatedWeights(values, "starts with stated weights: " + summary);
  }
}
