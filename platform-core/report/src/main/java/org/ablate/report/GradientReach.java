package org.ablate.report;

import java.util.List;

/**
 * How much of the gradient of a token's loss reaches the tokens before it.
 *
 * @param norms the Euclidean norm of the derivative with respect to a token's vector, by how many
 *     tokens that one is before the last
 */
public record GradientReach(List<Double> norms) {
  /** Takes a copy. */
  public GradientReach {
    norms = List.copyOf(norms);
  }
}
