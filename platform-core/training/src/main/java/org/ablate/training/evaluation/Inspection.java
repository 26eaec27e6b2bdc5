package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ablate.document.NearestName;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Notation;
import org.ablate.tensor.Steps;
import org.ablate.tensor.Steps.Step;
import org.ablate.tensor.Tensor;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.Vocabulary;

/** What happens inside a model while it reads one example. */
final class Inspection {
  private static final String WEIGHTS = ".weights";

  private final Libtorch engine;
  private final Transformer model;
  private final Weights weights;
  private final Presentation presentation;

  Inspection(Libtorch engine, Transformer model, Weights weights, Presentation presentation) {
    this.engine = engine;
    this.model = model;
    this.weights = weights;
    this.presentation = presentation;
  }

  /** The names of the values that can be looked at. */
  Set<String> names() {
    return named(model.inference()).keySet();
  }

  /** Intermediate values, and then what comes out. */
  private static Map<String, Tensor> named(Graph graph) {
    Map<String, Tensor> named = new LinkedHashMap<>(graph.probes());
    named.putAll(graph.outputs());
    return named;
  }

  /**
   * Values by name.
   *
   * @throws IllegalArgumentException if there is no value of a name
   */
  List<InspectedValue> values(EncodedExample example, List<String> names) {
    Graph graph = model.inference();
    Map<String, Tensor> named = named(graph);
    Notation notation = Notation.of(graph);
    List<Step> chosen = new ArrayList<>();
    for (String name : names) {
      Tensor value = named.get(name);
      if (value == null) {
        throw new IllegalArgumentException(NearestName.unknown("value", name, named.keySet()));
      }
      chosen.add(new Step(Optional.of(name), notation.formula(name, value), value));
    }
    return shown(graph, chosen, example);
  }

  /**
   * All that is computed below a path of scopes, in its order.
   *
   * @param path such as {@code encoder.layer.0}; empty for the whole model
   * @throws IllegalArgumentException if there is nothing below it
   */
  List<InspectedValue> steps(EncodedExample example, String path) {
    Graph graph = model.inference();
    List<Step> steps = Steps.of(graph, path);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          NearestName.unknown("part of the model", path, paths(graph)));
    }
    return shown(graph, steps, example);
  }

  /** The scopes of named values, and those around them. */
  private static Set<String> paths(Graph graph) {
    Set<String> paths = new LinkedHashSet<>();
    for (String name : graph.probes().keySet()) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        paths.add(name.substring(0, dot));
      }
    }
    return paths;
  }

  private List<InspectedValue> shown(Graph graph, List<Step> steps, EncodedExample example) {
    List<Array> numbers = run(graph, steps.stream().map(Step::value).toList(), example);
    AxisLabels labels = new AxisLabels(presentation, example);
    List<InspectedValue> shown = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String formula =
          step.formula().isEmpty() || step.name().isEmpty()
              ? step.formula()
              : Notation.symbol(step.name().get()) + " = " + step.formula();
      shown.add(
          new InspectedValue(
              step.name(),
              formula,
              step.value().shape().dims().stream().map(labels::axis).toList(),
              numbers.get(i)));
    }
    return shown;
  }

  /** What some values of a graph are for an example, in the order of the values. */
  private List<Array> run(Graph graph, List<Tensor> values, EncodedExample example) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    values.forEach(value -> outputs.put("value_" + outputs.size(), value));
    try (Program program = engine.compile(graph.withOutputs(outputs))) {
      Map<String, Array> numbers = program.run(weights, presentation.inputs(List.of(example)));
      return outputs.keySet().stream().map(numbers::get).toList();
    }
  }

  /** All weights of all heads, for attention that has weights. */
  List<AttentionMap> attention(EncodedExample example) {
    List<String> names = names().stream().filter(name -> name.endsWith(WEIGHTS)).toList();
    if (names.isEmpty()) {
      return List.of();
    }
    List<AttentionMap> maps = new ArrayList<>();
    for (InspectedValue value : values(example, names)) {
      maps.addAll(heads(value.name().orElseThrow(), value.numbers(), example));
    }
    return maps;
  }

  /** The maps of a value [1, head, query, key]. */
  private List<AttentionMap> heads(String name, Array value, EncodedExample example) {
    String attention = name.substring(0, name.length() - WEIGHTS.length());
    Names names = Names.of(attention, example, presentation.vocabulary());
    List<AttentionMap> maps = new ArrayList<>();
    for (int head = 0; head < value.shape()[1]; head++) {
      float[][] matrix = matrix(value, head); // [query][key]
      maps.add(new AttentionMap(attention, head, names.queries(), names.keys(), matrix));
    }
    return maps;
  }

  /** What queries and keys stand for. */
  private record Names(List<String> queries, List<String> keys) {
    static Names of(String attention, EncodedExample example, Vocabulary vocabulary) {
      List<String> source = vocabulary.tokens(example.source());
      if (attention.endsWith("cross_attention")) {
        return new Names(vocabulary.tokens(example.labels()), source);
      }
      if (attention.startsWith("encoder") && !source.isEmpty()) {
        return new Names(source, source);
      }
      List<String> read = vocabulary.tokens(example.tokens());
      return new Names(read, read);
    }
  }

  /** One head of [1, head, query, key]: [query][key]. */
  private static float[][] matrix(Array value, int head) {
    int queries = Math.toIntExact(value.shape()[2]);
    int keys = Math.toIntExact(value.shape()[3]);
    float[][] matrix = new float[queries][keys];
    for (int query = 0; query < queries; query++) {
      for (int key = 0; key < keys; key++) {
        matrix[query][key] = (float) value.at((head * queries + query) * keys + key);
      }
    }
    return matrix;
  }
}
