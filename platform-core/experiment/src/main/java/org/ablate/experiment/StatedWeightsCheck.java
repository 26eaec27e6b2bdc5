package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.document.NearestName;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Shape;

/**
 * Whether a model has the weights that are stated, in their shapes.
 *
 * @param shapes of the model's weights, by name; an axis is symbolic where its size is not known
 */
public record StatedWeightsCheck(Map<String, Shape> shapes) {

  /**
   * What is wrong with a stated weight.
   *
   * @param name as it is stated
   * @param reason a sentence that holds the name
   */
  public record Refusal(String name, String reason) {}

  /** Takes a copy. */
  public StatedWeightsCheck {
    shapes = new LinkedHashMap<>(shapes);
  }

  /** For a model whose sizes are all known. */
  public static StatedWeightsCheck of(Graph graph) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph.parameters().forEach(p -> shapes.put(p.name(), p.shape()));
    graph.buffers().forEach(b -> shapes.put(b.name(), b.shape()));
    return new StatedWeightsCheck(shapes);
  }

  /** What both say, where an axis whose size differs is not known. */
  StatedWeightsCheck or(StatedWeightsCheck other) {
    Map<String, Shape> common = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> common.put(name, common(shape, other.shapes.get(name))));
    return new StatedWeightsCheck(common);
  }

  private static Shape common(Shape first, Shape second) {
    return new Shape(
        IntStream.range(0, first.rank())
            .mapToObj(
                axis -> {
                  Dim dim = first.dim(axis);
                  return dim.fits(second.dim(axis)) ? dim : Dim.symbolic(dim.name());
                })
            .toList());
  }

  /** Everything that is wrong. */
  public List<Refusal> refusals(Map<String, StatedWeight> stated) {
    List<Refusal> refusals = new ArrayList<>();
    stated.forEach(
        (name, weight) -> {
          Shape shape = shapes.get(name);
          if (shape == null) {
            refusals.add(new Refusal(name, NearestName.unknown("weight", name, shapes.keySet())));
          } else if (!fits(shape, weight.sizes())) {
            refusals.add(
                new Refusal(
                    name,
                    "'%s' must have the shape %s, but %s is stated"
                        .formatted(name, shape, weight.sizes())));
          }
        });
    return refusals;
  }

  private static boolean fits(Shape shape, List<Integer> sizes) {
    return shape.rank() == sizes.size()
        && IntStream.range(0, shape.rank())
            .allMatch(
                axis -> {
                  Dim dim = shape.dim(axis);
                  return !dim.isKnown() || dim.size() == sizes.get(axis);
                });
  }
}
