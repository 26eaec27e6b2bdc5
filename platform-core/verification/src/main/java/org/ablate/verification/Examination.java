package org.ablate.verification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Tensor;

/** What is compared: graphs with weights, in one precision or another. */
record Examination(GraphPair graphs, Map<String, Array> weights, OnnxRuntime onnxRuntime) {

  /** Compares all that a run leaves, in each of the trials. */
  Round round(List<Trial> trials, Arithmetic arithmetic) {
    return observing(Examination::results, arithmetic, comparison -> round(trials, comparison));
  }

  private static Round round(List<Trial> trials, Comparison comparison) {
    List<Difference> all = new ArrayList<>();
    List<Trial> suspects = new ArrayList<>();
    for (Trial trial : trials) {
      Collection<Difference> differences = comparison.run(trial).values();
      all.addAll(differences);
      if (!differences.stream().allMatch(Difference::isWithinTolerance)) {
        suspects.add(trial);
      }
    }
    return new Round(all, suspects);
  }

  private static Map<String, Tensor> results(Graph graph) {
    Map<String, Tensor> results = new LinkedHashMap<>(graph.outputs());
    graph.updates().forEach((name, value) -> results.put("update of " + name, value));
    graph.states().forEach((name, state) -> results.put("state " + name, state.next()));
    return results;
  }

  /** The first value in which the engines differ in a trial. */
  Optional<Disagreement> first(Trial trial, Arithmetic arithmetic) {
    Search search =
        new Search(graphs.ofOnnxRuntime(), values -> differences(values, trial, arithmetic));
    return search.first().map(found -> disagreement(found, trial, arithmetic));
  }

  /** How the engines differ in some values, which have the same places in both graphs. */
  private Map<Tensor, Difference> differences(
      List<Tensor> values, Trial trial, Arithmetic arithmetic) {
    Map<String, Difference> byPlace =
        observing(
            graph -> counterparts(values, graph), arithmetic, comparison -> comparison.run(trial));
    return values.stream().collect(Collectors.toMap(v -> v, v -> byPlace.get(place(v))));
  }

  private static Map<String, Tensor> counterparts(List<Tensor> values, Graph graph) {
    Map<String, Tensor> counterparts = new LinkedHashMap<>();
    values.forEach(value -> counterparts.put(place(value), graph.nodes().get(value.id())));
    return counterparts;
  }

  private static String place(Tensor value) {
    return "value " + value.id();
  }

  private <T> T observing(
      Function<Graph, Map<String, Tensor>> choice,
      Arithmetic arithmetic,
      Function<Comparison, T> use) {
    return Comparison.use(graphs.observing(choice), weights, arithmetic, onnxRuntime, use);
  }

  private Disagreement disagreement(Search.Found found, Trial trial, Arithmetic arithmetic) {
    Tensor value = found.value();
    return new Disagreement(
        arithmetic.precision(),
        trial.sizes(),
        value.scope(),
        value.op().label(),
        value.type().toString(),
        probe(value),
        found.difference());
  }

  private Optional<String> probe(Tensor value) {
    return graphs.ofOnnxRuntime().probes().entrySet().stream()
        .filter(probe -> probe.getValue() == value)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
