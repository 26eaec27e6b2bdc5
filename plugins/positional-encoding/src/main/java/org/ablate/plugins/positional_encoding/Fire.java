package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Functional interpolation for relative encoding: f(ψ(i − j) / ψ(max(L, i))) with ψ(x) = log(cx +
 * 1) is added to the score of query i and key j; f is a network with one hidden layer, c and L are
 * learned. Li et al. (2023), arXiv:2310.04418, §3. As the distance is divided by the query's
 * position, what f sees stays in [0, 1] in sequences of any length. In both directions the distance
 * counts alike. The hidden layer starts as in the authors' code, weights and biases uniform in [−1,
 * 1): with biases of 0, half of its units would be 0 wherever the key is, and f linear in what it
 * sees.
 *
 * @param width of the hidden layer of f
 * @param threshold L as it starts: up to there the query's position does not count
 * @param curvature c as it starts
 * @param sharedAcrossLayers whether all layers of a stack have the same function, the paper's
 *     FIRE-S
 */
public record Fire(int width, double threshold, double curvature, boolean sharedAcrossLayers)
    implements PositionalEncoding {

  /** Keeps the divisor from 0. */
  private static final double EPSILON = 1e-6;

  /** ±1/√fan_in, with the one number that the hidden layer sees. */
  private static final Initializer HIDDEN = new Initializer.Uniform(1);

  public Fire {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be greater than 0, got " + threshold);
    }
    if (!(curvature > 0)) {
      throw new IllegalArgumentException("curvature must be greater than 0, got " + curvature);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  /** Past the threshold it is the part of the sequence so far that counts. */
  @Override
  public boolean isRelative() {
    return false;
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Tensor c = scope.parameter("curvature", new Initializer.Constant(curvature), Dim.one()); // [1]
    Tensor factor = scope.parameter("threshold_factor", Initializer.ONES, Dim.one()); // [1]
    Tensor limit = factor.multiply(threshold).abs(); // [1]
    Tensor length =
        positions.query().toFloat().unsqueeze(-1).maximum(limit); // [batch or 1, query, 1]
    Tensor distance = positions.distance().abs().squeeze(1); // [batch or 1, query, key]
    Tensor part = psi(distance, c).divide(psi(length, c).add(EPSILON)); // [batch or 1, query, key]
    Tensor hidden =
        scope
            .initializing((name, stated) -> HIDDEN)
            .linear("hidden", part.unsqueeze(-1), Dim.of("hidden", width))
            .relu(); // [batch or 1, query, key, hidden]
    return scope
        .linear("out", hidden, query.dim(1)) // [batch or 1, query, key, head]
        .permute(0, 3, 1, 2); // [batch or 1, head, query, key]
  }

  /** log(|cx| + 1): the authors' code takes the size of what may become negative in training. */
  private static Tensor psi(Tensor x, Tensor c) {
    return x.multiply(c).abs().add(1).log(); // as x
  }
}
