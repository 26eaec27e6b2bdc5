package org.ablate.training.evaluation;

import java.util.List;
import java.util.Optional;
import org.ablate.tensor.Array;

/**
 * A value inside a model that reads an example.
 *
 * @param name its name; empty for a step between values that have one
 * @param formula what it is and what it is made of, such as {@code weights = softmax(scores)};
 *     empty for what is learned or given
 * @param axes its axes
 * @param numbers what it is
 */
public record InspectedValue(
    Optional<String> name, String formula, List<Axis> axes, Array numbers) {

  /**
   * An axis.
   *
   * @param name what it stands for, such as {@code head}
   * @param labels what its entries stand for, such as tokens; empty where they are only counted
   */
  public record Axis(String name, List<String> labels) {
    /** Takes a copy. */
    public Axis {
      labels = List.copyOf(labels);
    }
  }

  /** Takes a copy. */
  public InspectedValue {
    axes = List.copyOf(axes);
  }
}
