package org.ablate.model;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Component;
import org.ablate.tensor.Tensor;

/**
 * What components give has the shape that is asked of them; another would stretch in the next sum,
 * or fail where nobody knows of it.
 */
final class Given {
  private Given() {}

  /**
   * What a method makes of a tensor, where it must give the same shape.
   *
   * @param component whose method it is
   * @param method its name
   * @param x of any shape
   * @param change calls it
   * @return as x
   * @throws CompositionException if it gives null or another shape
   */
  static Tensor like(Tensor x, Component component, String method, UnaryOperator<Tensor> change) {
    Tensor given = change.apply(x); // as x
    if (given == null || !given.shape().fits(x.shape())) {
      throw new CompositionException(
          "%s.%s must give %s, but gives %s"
              .formatted(
                  component.getClass().getSimpleName(),
                  method,
                  x.shape(),
                  given == null ? "null" : given.shape()));
    }
    return given;
  }
}
