package org.ablate.plugins.positional_encoding;

import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A learned vector for each position, added to the embeddings. Gehring et al. (2017),
 * arXiv:1705.03122, §3.1; Devlin et al. (2019), arXiv:1810.04805, §3. Where a model scales the
 * embeddings of tokens, it scales these with them.
 *
 * @param length the number of positions that there are vectors for
 */
public record Learned(int length) implements PositionalEncoding {

  /** Devlin et al. start theirs with this spread. */
  private static final Initializer SPREAD = new Initializer.Normal(0.02);

  public Learned {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.EMBEDDINGS);
  }

  @Override
  public boolean isScaledWithEmbeddings() {
    return true;
  }

  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(length);
  }

  @Override
  public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    Tensor table =
        scope.parameter(
            "weight", SPREAD, Dim.of("length", length), embeddings.dim(-1)); // [length, d_model]
    return embeddings.add(table.take(positions)); // [batch, position, d_model]
  }
}
