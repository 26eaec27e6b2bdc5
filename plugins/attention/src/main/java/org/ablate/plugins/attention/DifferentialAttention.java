package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (softmax(Q₁K₁ᵀ / √d) − λ softmax(Q₂K₂ᵀ / √d)) V: what both halves of a head attend to cancels. Ye
 * et al. (2024), arXiv:2410.05258, eq. 1 to 3. Each head of the platform is split into the two,
 * which get positions as heads of their own; λ = exp(λ_q1 · λ_k1) − exp(λ_q2 · λ_k2) + λ_init, and
 * each head's output is normalized and scaled by 1 − λ_init.
 *
 * @param lambdaInit where λ starts; the paper takes 0.8 − 0.6 exp(−0.3 (l − 1)) in layer l
 */
public record DifferentialAttention(double lambdaInit) implements Attention {

  /** The spread of the vectors of λ in the authors' code. */
  private static final Initializer SPREAD = new Initializer.Normal(0.1);

  /** Of the norm over heads, as in the authors' code. */
  private static final double EPSILON = 1e-5;

  public DifferentialAttention {
    if (!(lambdaInit >= 0 && lambdaInit < 1)) {
      throw new IllegalArgumentException("lambda_init must be in [0, 1), got " + lambdaInit);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    if (query.size(-1) % 2 != 0) {
      throw new IllegalArgumentException(
          "differential attention needs heads of even width, got head_dim = " + query.size(-1));
    }
    long half = query.size(-1) / 2;
    long all = query.size(-1);
    Tensor first =
        weights(query.slice(-1, 0, half), key.slice(-1, 0, half), bias); // [b, head, query, key]
    Tensor second =
        weights(query.slice(-1, half, all), key.slice(-1, half, all), bias); // [b, h, query, key]
    Tensor lambda = lambda(scope, Dim.of("half_head_dim", half)); // [1]
    Tensor weights =
        scope.probe("weights", first.subtract(second.multiply(lambda))); // [b, head, query, key]
    Tensor mixed = weights.matmul(value); // [batch, head, query, head_dim]
    Tensor gain = scope.parameter("gain", Initializer.ONES, value.dim(-1)); // [head_dim]
    return mixed.rmsNorm(gain, EPSILON).multiply(1 - lambdaInit); // [batch, head, query, head_dim]
  }

  private static Tensor weights(Tensor query, Tensor key, AttentionBias bias) {
    return bias.softmax(DotProduct.scores(query, key)); // [batch, head, query, key]
  }

  private Tensor lambda(Scope scope, Dim width) {
    return product(scope, "1", width)
        .exp()
        .subtract(product(scope, "2", width).exp())
        .add(lambdaInit); // [1]
  }

  private static Tensor product(Scope scope, String which, Dim width) {
    Tensor ofQuery = scope.parameter("lambda_query_" + which, SPREAD, width); // [half_head_dim]
    Tensor ofKey = scope.parameter("lambda_key_" + which, SPREAD, width); // [half_head_dim]
    return ofQuery.multiply(ofKey).sum(-1); // [1]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /** Q₁ and Q₂. */
  @Override
  public int queriesPerHead() {
    return 2;
  }

  /** The difference of two distributions. */
  @Override
  public boolean weightsAreDistribution() {
    return false;
  }
}
