package org.ablate.libtorch;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training step saw.
 *
 * @param loss the loss before the step
 * @param gradientNorm the Euclidean norm of all gradients together, before clipping
 * @param others the graph's other outputs by name, before the step
 */
public record Outcome(double loss, double gradientNorm, Map<String, Double> others) {
  public Outcome {
    others = Collections.unmodifiableMap(new TreeMap<>(others));
  }
}
