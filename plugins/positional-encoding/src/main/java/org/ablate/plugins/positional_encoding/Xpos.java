package org.ablate.plugins.positional_encoding;

import java.util.Arrays;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Rotary positions that decay: queries rotated and multiplied by ζᵢ^(n/b), keys rotated and
 * multiplied by ζᵢ^(−n/b), with ζᵢ = (i/(d/2) + γ) / (1 + γ) for pairs i in [0, d/2). Their product
 * depends on the distance alone and falls with it for keys before the query. Sun et al. (2022),
 * arXiv:2212.10554, §2.2, Algorithm 1. It is meant for causal attention: for keys after the query
 * the product grows.
 *
 * <p>Keys grow with their position: with the paper's γ, numbers in single precision last up to a
 * position of 70 b.
 *
 * @param base the longest wavelength over 2π
 * @param layout which entries of a head are rotated together
 * @param gamma γ, how slowly the pairs of high frequency decay at least
 * @param scaleBase b, the distance over which a pair decays by ζ
 */
public record Xpos(double base, Rotary.Layout layout, double gamma, double scaleBase)
    implements PositionalEncoding {

  public Xpos {
    if (!(base > 1)) {
      throw new IllegalArgumentException("base must be greater than 1, got " + base);
    }
    if (!(gamma > 0)) {
      throw new IllegalArgumentException("gamma must be greater than 0, got " + gamma);
    }
    if (!(scaleBase > 0)) {
      throw new IllegalArgumentException("scale_base must be greater than 0, got " + scaleBase);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.QUERIES_AND_KEYS);
  }

  /** Decay is a matter of magnitude. */
  @Override
  public boolean keepsMagnitude() {
    return false;
  }

  @Override
  public Tensor encodeQuery(Scope scope, Tensor query, Tensor positions) {
    return encode(scope, query, positions, 1); // [batch, head, position, head_dim]
  }

  @Override
  public Tensor encodeKey(Scope scope, Tensor key, Tensor positions) {
    return encode(scope, key, positions, -1); // [batch, key_value_head, position, head_dim]
  }

  private Tensor encode(Scope scope, Tensor x, Tensor positions, int sign) {
    long headDim = Rotation.requireEven("xpos", x.size(-1));
    Dim pair = Dim.of("pair", headDim / 2);
    Tensor frequencies = scope.constant(Frequencies.of(base, headDim), pair); // [pair]
    Tensor position = positions.toFloat().unsqueeze(1).unsqueeze(-1); // [batch or 1, 1, pos, 1]
    Tensor turned =
        Rotation.turned(
            x, layout, position.multiply(frequencies)); // [batch, head, position, head_dim]
    Tensor growth = scope.constant(logDecays(pair.size(), sign / scaleBase), pair); // [pair]
    Tensor scale = position.multiply(growth).exp(); // [batch or 1, 1, position, pair]
    Tensor ofEntries =
        layout == Rotary.Layout.INTERLEAVED
            ? Tensor.stack("coordinate", scale, scale).flatten(-2, -1, "head_dim")
            : Tensor.concat(-1, scale, scale); // [batch or 1, 1, position, head_dim]
    return turned.multiply(ofEntries); // [batch, head, position, head_dim]
  }

  /** ln ζᵢ times a factor. */
  private double[] logDecays(long pairs, double factor) {
    double[] logs = new double[Math.toIntExact(pairs)];
    Arrays.setAll(logs, i -> factor * Math.log(((double) i / pairs + gamma) / (1 + gamma)));
    return logs;
  }
}
