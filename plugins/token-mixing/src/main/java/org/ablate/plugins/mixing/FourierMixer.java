package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The real part of the Fourier transform over the width and over the tokens: C_n x C_d − S_n x S_d
 * with matrices of cosines and sines. Lee-Thorp et al. (2021), arXiv:2105.03824, eq. 3. It has no
 * parameters. The transform is over as many tokens as a row has, padding left out.
 */
public record FourierMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Tensor tokens = sequence.padding().zero(x); // [batch, position, d_model]
    Tensor place = Places.of(scope, x, sequence.padding()); // [batch or 1, position]
    Tensor count = place.max(-1).add(1).unsqueeze(-1); // [batch or 1, 1, 1]
    Tensor products =
        place
            .unsqueeze(-1)
            .multiply(place.unsqueeze(1))
            .remainder(count); // [b, position, position]
    Tensor ofTokens =
        products
            .toFloat()
            .multiply(2 * Math.PI)
            .divide(count.toFloat()); // [batch or 1, position, position]
    Tensor cosines = product(ofTokens.cos(), tokens); // [batch, position, d_model]
    Tensor sines = product(ofTokens.sin(), tokens); // [batch, position, d_model]
    Dim width = x.dim(-1);
    return cosines
        .matmul(ofWidth(scope, width, true))
        .subtract(sines.matmul(ofWidth(scope, width, false))); // [batch, position, d_model]
  }

  private static Tensor product(Tensor matrix, Tensor tokens) {
    return matrix.rename(-1, "key").matmul(tokens.rename(1, "key")); // [batch, position, d_model]
  }

  private static Tensor ofWidth(Scope scope, Dim width, boolean cosine) {
    int size = Math.toIntExact(width.size());
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double angle = 2 * Math.PI * (i * j % size) / size;
        values[i * size + j] = cosine ? Math.cos(angle) : Math.sin(angle);
      }
    }
    return scope.constant(values, width.renamed("in"), width); // [in, d_model]
  }

  /** The transform sees all tokens at once. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL);
  }
}
