package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Sines and cosines of the position, times a learned number, added to the embeddings: the waves of
 * Vaswani et al. (2017), arXiv:1706.03762, §3.5, as ScaledSin of Hua et al. (2022),
 * arXiv:2202.10447, Appendix, scales them. The number starts at 1 / √d_model, so that the waves of
 * a token start at a length below 1.
 *
 * @param base the longest wavelength over 2π
 * @param layout how sines and cosines share the width
 */
public record ScaledSinusoidal(double base, Sinusoidal.Layout layout)
    implements PositionalEncoding {

  public ScaledSinusoidal {
    if (!(base > 1)) {
      throw new IllegalArgumentException("base must be greater than 1, got " + base);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.EMBEDDINGS);
  }

  @Override
  public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    long dModel = embeddings.size(-1);
    Initializer start = new Initializer.Constant(1 / Math.sqrt(dModel));
    Tensor scale = scope.parameter("scale", start, Dim.one()); // [1]
    Tensor waves = Waves.of(scope, base, layout, dModel, positions); // [batch, position, d_model]
    return embeddings.add(waves.multiply(scale)); // [batch, position, d_model]
  }
}
