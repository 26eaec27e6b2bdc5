package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Kernelized relative positions: a conditionally positive definite kernel of the distance m − n,
 * with two learned numbers for each head, added to the scores. Chi et al. (2022), arXiv:2205.09921,
 * §4. The numbers stay in their range as a softplus or a sigmoid of what is learned, where the
 * authors' code clamps them, through which no gradient would come back.
 *
 * @param kernel of the distance
 */
public record Kerple(Kernel kernel) implements PositionalEncoding {

  /** What of a distance is added to scores. */
  public enum Kernel {
    /** −r₁ log(1 + r₂ |m − n|) with r₁, r₂ > 0, which extrapolates best in the paper. */
    LOGARITHMIC,
    /** −r₁ |m − n|^r₂ with r₁ > 0 and 0 < r₂ < 2; with r₂ = 1 it is ALiBi with learned slopes. */
    POWER
  }

  /** Heads start apart from each other. */
  private static final Initializer SPREAD = new Initializer.Uniform(1);

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Tensor distance = positions.distance().abs(); // [batch or 1, 1, query, key]
    Tensor scale = perHead(scope, "scale", query).softplus(); // [head, 1, 1]
    Tensor shape = perHead(scope, "shape", query); // [head, 1, 1]
    Tensor growth =
        switch (kernel) {
          case LOGARITHMIC -> distance.multiply(shape.softplus()).add(1).log();
          case POWER -> power(distance, shape.sigmoid().multiply(2));
        }; // [batch or 1, head, query, key]
    return growth.multiply(scale).negate(); // [batch or 1, head, query, key]
  }

  private static Tensor perHead(Scope scope, String name, Tensor query) {
    return scope.parameter(name, SPREAD, query.dim(1), Dim.one(), Dim.one()); // [head, 1, 1]
  }

  /** Through a logarithm that never sees 0, where a power has no gradient for its exponent. */
  private static Tensor power(Tensor distance, Tensor exponent) {
    Tensor ofOthers =
        distance.maximum(1).log().multiply(exponent).exp(); // [batch or 1, head, query, key]
    return distance.greater(0).toFloat().multiply(ofOthers); // [batch or 1, head, query, key]
  }
}
