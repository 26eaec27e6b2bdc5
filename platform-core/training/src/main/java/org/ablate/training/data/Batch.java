package org.ablate.training.data;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * What a model is given at once.
 *
 * @param inputs the inputs of its graphs by name, {@code labels} among them
 * @param tokens how many tokens it reads, padding left out
 * @param labels how many labels count
 */
public record Batch(Map<String, Array> inputs, int tokens, int labels) {
  public Batch {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /**
   * This batch with no other labels than those that count, [asked], and with the input {@code
   * asked} that says where they are; see {@link org.ablate.model.Transformer#trainingWhereAsked}.
   */
  Batch whereAsked() {
    Array all = inputs.get("labels"); // [batch, position]
    long[] asked =
        IntStream.range(0, all.size())
            .filter(place -> all.at(place) != CrossEntropy.IGNORED)
            .asLongStream()
            .toArray();
    long[] labels = new long[asked.length];
    for (int i = 0; i < asked.length; i++) {
      labels[i] = (long) all.at((int) asked[i]);
    }
    Map<String, Array> changed = new HashMap<>(inputs);
    changed.put("asked", Array.of(asked, asked.length)); // [asked]
    changed.put("labels", Array.of(labels, asked.length)); // [asked]
    return new Batch(changed, tokens, this.labels);
  }
}
