package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * A learned vector a for each distance, which a query meets as it meets a key: q · a / √head_dim is
 * added to the scores, with distances clipped to [−k, k]. Shaw, Uszkoreit and Vaswani (2018),
 * arXiv:1803.02155, eq. 2, 4 and 5. This is the paper's reading with vectors at the keys alone,
 * without those at the values of eq. 3, which its Table 3 shows to add nothing; vectors are shared
 * by the heads of a layer. The factor is that of attention which scales by 1 / √head_dim, as the
 * paper's does.
 *
 * @param clip k, from which on distances count alike
 */
public record ShawRelative(int clip) implements PositionalEncoding {

  public ShawRelative {
    if (clip < 1) {
      throw new IllegalArgumentException("clip must be at least 1, got " + clip);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    long headDim = query.size(-1);
    Initializer spread = new Initializer.XavierUniform();
    Dim distances = Dim.of("distance", 2L * clip + 1);
    Tensor vectors =
        scope.parameter("weight", spread, distances, query.dim(-1)); // [distance, head_dim]
    Tensor products =
        query
            .matmul(vectors.transpose(0, 1))
            .divide(Math.sqrt(headDim)); // [batch, head, query, distance]
    Tensor clipped =
        positions.distance().maximum(-clip).minimum(clip).add(clip); // [batch or 1, 1, query, key]
    Shape scores = query.shape().with(-1, key.dim(-2)); // [batch, head, query, key]
    return products.gather(
        -1, clipped.toInteger().broadcastTo(scores)); // [batch, head, query, key]
  }
}
