package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Attention with linear biases: from each score the distance is subtracted, times a slope of the
 * head, 2^(−8 h / n) for h = 1 … n. Press et al. (2022), arXiv:2108.12409, §3. Where the number of
 * heads is no power of two, n is the one below it, and the other heads have the first, third, … of
 * the slopes for 2n heads, as in the authors' code. The paper's attention is causal; what counts as
 * a distance in both directions is a setting.
 *
 * @param distance to which keys lowers a score
 * @param learnedSlopes whether training changes the slopes
 */
public record Alibi(Distance distance, boolean learnedSlopes) implements PositionalEncoding {

  /** To which keys the distance lowers a score; under a causal mask both are the same. */
  public enum Distance {
    /** To those before and after the query alike. */
    SYMMETRIC,
    /** To those before the query alone: those after it, where it sees them, cost nothing. */
    CAUSAL
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Dim head = query.dim(1);
    double[] slopes = slopes(Math.toIntExact(head.size()));
    Tensor slope = scope.constant(slopes, head, Dim.one(), Dim.one()); // [head, 1, 1]
    if (learnedSlopes) {
      Tensor factor =
          scope.parameter("factor", Initializer.ONES, head, Dim.one(), Dim.one()); // [head, 1, 1]
      slope = slope.multiply(factor); // [head, 1, 1]
    }
    Tensor away =
        switch (distance) {
          case SYMMETRIC -> positions.distance().abs();
          case CAUSAL -> positions.distance().negate().maximum(0);
        }; // [batch or 1, 1, query, key]
    return away.multiply(slope).negate(); // [batch or 1, head, query, key]
  }

  private static double[] slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    double[] slopes = new double[heads];
    for (int h = 0; h < heads; h++) {
      double exponent = h < power ? h + 1 : h - power + 0.5;
      slopes[h] = Math.pow(2, -8 * exponent / power);
    }
    return slopes;
  }
}
