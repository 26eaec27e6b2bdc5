package org.ablate.report;

import java.util.Objects;
import java.util.Optional;

/**
 * How well the trained model's outputs agree with those that ONNX Runtime computes from its export.
 *
 * @param maxAbsoluteDifference the largest absolute difference between two outputs; empty where
 *     that is no finite number
 * @param withinTolerance whether every difference is within the tolerance
 * @param provider what computed the reference, such as {@code CPUExecutionProvider}
 */
public record Agreement(
    Optional<Double> maxAbsoluteDifference, boolean withinTolerance, String provider) {

  /** Requires every part. */
  public Agreement {
    Objects.requireNonNull(maxAbsoluteDifference, "maxAbsoluteDifference");
    Objects.requireNonNull(provider, "provider");
  }

  /** The difference as people read it. */
  String text() {
    return maxAbsoluteDifference.map(Unit.DIFFERENCE::text).orElse("not finite");
  }
}
