package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A number of the head for each distance, which a small network computes from it, added to the
 * scores. Wang et al. (2021), arXiv:2108.00154, §3.2.2: four linear maps with a layer norm and a
 * ReLU before each but the first. Distances on a logarithmic scale, sign(Δ) log(1 + |Δ|), are those
 * of Liu et al. (2021), arXiv:2111.09883, eq. 4. The first map starts with weights and biases
 * uniform in [−1, 1): the norm of a multiple of Δ alone is the same however far away a key is.
 *
 * @param width of the network's hidden layers; the paper takes a sixteenth of d_model
 * @param scale on which the network sees distances
 */
public record DynamicBias(int width, Scale scale) implements PositionalEncoding {

  /** On which scale a network sees distances. */
  public enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  private static final double EPSILON = 1e-5;

  /** ±1/√fan_in, with the one number that the first map sees. */
  private static final Initializer FIRST_MAP = new Initializer.Uniform(1);

  public DynamicBias {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Tensor distance = positions.distance(); // [batch or 1, 1, query, key]
    Tensor seen =
        switch (scale) {
          case LINEAR -> distance;
          case LOGARITHMIC -> distance.sign().multiply(distance.abs().add(1).log());
        }; // [batch or 1, 1, query, key]
    Dim hidden = Dim.of("hidden", width);
    Tensor x =
        scope
            .initializing((name, stated) -> FIRST_MAP)
            .linear(
                "in", seen.squeeze(1).unsqueeze(-1), hidden); // [batch or 1, query, key, hidden]
    x = layer(scope, "layer.0", x, hidden); // [batch or 1, query, key, hidden]
    x = layer(scope, "layer.1", x, hidden); // [batch or 1, query, key, hidden]
    x = layer(scope, "out", x, query.dim(1)); // [batch or 1, query, key, head]
    return x.permute(0, 3, 1, 2); // [batch or 1, head, query, key]
  }

  private static Tensor layer(Scope outer, String name, Tensor x, Dim out) {
    return outer.in(
        name,
        scope -> {
          Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [hidden]
          Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [hidden]
          Tensor active = x.layerNorm(gain, bias, EPSILON).relu(); // [b, query, key, hidden]
          return scope.linear("map", active, out); // [batch or 1, query, key, out]
        });
  }
}
