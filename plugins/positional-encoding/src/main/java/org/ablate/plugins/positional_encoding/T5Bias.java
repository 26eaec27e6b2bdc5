package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A learned number of the head for each bucket of distances, added to the scores. Raffel et al.
 * (2020), arXiv:1910.10683, §2.1. The nearer half of the buckets hold one distance each, the others
 * grow logarithmically up to the largest distance; what is farther is in the last one. In both
 * directions one half of the buckets is for keys before the query and one for keys after it; under
 * a causal mask all are for keys before it.
 *
 * @param buckets how many numbers a head has
 * @param maxDistance from which on distances count alike
 * @param sharedAcrossLayers whether all layers of a stack have the same numbers, as in the paper
 */
public record T5Bias(int buckets, int maxDistance, boolean sharedAcrossLayers)
    implements PositionalEncoding {

  /** Lifts quotients of logarithms that should be whole over their rounding in single precision. */
  private static final double ROUNDING = 1e-4;

  public T5Bias {
    if (buckets < 4 || buckets % 4 != 0) {
      throw new IllegalArgumentException("buckets must be a multiple of 4, got " + buckets);
    }
    if (maxDistance <= buckets / 2) {
      throw new IllegalArgumentException(
          "max_distance must be greater than half the buckets, %d, got %d"
              .formatted(buckets / 2, maxDistance));
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Dim bucket = Dim.of("bucket", buckets);
    long dModel = query.size(1) * query.size(-1);
    Initializer spread = new Initializer.Normal(1 / Math.sqrt(dModel));
    Tensor table = scope.parameter("weight", spread, bucket, query.dim(1)); // [bucket, head]
    Tensor index =
        positions.causal()
            ? bucket(positions.distance().negate().maximum(0), buckets)
            : inBothDirections(positions.distance()); // [batch or 1, 1, query, key]
    return table
        .take(index.toInteger().squeeze(1)) // [batch or 1, query, key, head]
        .permute(0, 3, 1, 2); // [batch or 1, head, query, key]
  }

  private Tensor inBothDirections(Tensor distance) {
    int half = buckets / 2;
    Tensor after = distance.greater(0).toFloat().multiply(half); // [batch or 1, 1, query, key]
    return after.add(bucket(distance.abs(), half)); // [batch or 1, 1, query, key]
  }

  /**
   * The bucket of a distance of at least 0, among so many.
   *
   * @param distance floats [batch or 1, 1, query, key]
   */
  private Tensor bucket(Tensor distance, int among) {
    int exact = among / 2;
    double perLog = (among - exact) / Math.log((double) maxDistance / exact);
    Tensor far =
        distance
            .maximum(exact) // whose logarithm is not below 0
            .divide(exact)
            .log()
            .multiply(perLog)
            .add(ROUNDING)
            .floor()
            .add(exact)
            .minimum(among - 1); // [batch or 1, 1, query, key]
    return distance.less(exact).where(distance, far); // [batch or 1, 1, query, key]
  }
}
