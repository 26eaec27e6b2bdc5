package org.ablate.libtorch;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.ablate.tensor.Array;

/**
 * A part of a batch that is run at once.
 *
 * @param inputs the graph's inputs by name
 * @param weight what the part counts for in the loss of the batch, such as the number of its
 *     targets; only the ratio between parts matters, and a part of weight 0 is not run
 */
public record MicroBatch(Map<String, Array> inputs, double weight) {
  /**
   * Checks the weight.
   *
   * @throws LibtorchException if the weight is negative or not finite
   */
  public MicroBatch {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new LibtorchException("a micro-batch cannot have the weight " + weight);
    }
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }
}
