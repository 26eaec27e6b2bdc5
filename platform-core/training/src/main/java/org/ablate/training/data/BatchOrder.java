package org.ablate.training.data;

import java.util.List;

/**
 * Which examples each training step sees. It depends on the seed and the step alone, so that a
 * resumed run goes on with the data that it would have seen, and runs of one seed see the same
 * data.
 */
public interface BatchOrder {

  /**
   * The indices of the examples of a step.
   *
   * @param step counted from 1
   */
  List<Integer> batch(int step);

  /** How often all examples have been seen after a step. */
  double epochs(int step);
}
