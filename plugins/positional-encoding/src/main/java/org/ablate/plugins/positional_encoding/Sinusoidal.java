package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Sines and cosines of the position, added to the embeddings: sin(p / b^(2i/d)) and cos(p /
 * b^(2i/d)). Vaswani et al. (2017), arXiv:1706.03762, §3.5.
 *
 * @param base the longest wavelength over 2π
 * @param layout how sines and cosines share the width
 */
public record Sinusoidal(double base, Layout layout) implements PositionalEncoding {

  /** How sines and cosines share the width. */
  public enum Layout {
    /** Sine and cosine of a frequency side by side, as the paper writes it. */
    INTERLEAVED,
    /** All sines, then all cosines, as the authors' code has it. */
    CONCATENATED
  }

  public Sinusoidal {
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
    Tensor waves =
        Waves.of(scope, base, layout, embeddings.size(-1), positions); // [b, position, d_model]
    return embeddings.add(waves); // [batch, position, d_model]
  }
}
