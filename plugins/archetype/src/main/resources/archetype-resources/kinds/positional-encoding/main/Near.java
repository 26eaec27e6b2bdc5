package ${package};

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * From each score the distance between query and key is subtracted, times a slope that is the same
 * for all heads. Press et al. (2022), arXiv:2108.12409, §3, has a slope for each head.
 *
 * @param slope how fast attention falls with the distance
 */
public record Near(double slope) implements PositionalEncoding {

  /** Settings are checked where the record is made; the message reaches the user of the YAML file. */
  public Near {
    if (!(slope >= 0)) {
      throw new IllegalArgumentException("slope must be at least 0, got " + slope);
    }
  }

  /** Where it acts: the platform calls the method of each place that is named here. */
  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Tensor distance = positions.distance().abs(); // [batch or 1, 1, query, key]
    return distance.multiply(-slope); // [batch or 1, 1, query, key]
  }
}
