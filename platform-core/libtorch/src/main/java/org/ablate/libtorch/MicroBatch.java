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
 *     targets; only the ratio between parts matters
 */
public record MicroBatch(Map<String, Array> inputs, double weight) {
  public MicroBatch {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }
}
