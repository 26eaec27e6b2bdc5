package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Softmax attention estimated by random features (FAVOR+): φ(x) = exp(Ωx − ‖x‖² / 2) with x scaled
 * by d^(−1/4), so that the mean of φ(q) · φ(k) over features is exp(q · k / √d). Choromanski et al.
 * (2020), arXiv:2009.14794, lemma 1 and eq. 5. The rows of Ω are drawn once and kept, orthogonal in
 * blocks as in §2.4, where the paper draws them anew now and then.
 *
 * <p>The authors' code subtracts from the exponents of a query their largest, and from those of all
 * keys the largest of them all, also under a causal mask, where it lets a little of later tokens
 * through; then it adds 1e-6 to each feature, which for long queries and keys is more than most
 * features are. Here what is subtracted of keys is of each feature and of the tokens so far, and
 * nothing is added.
 *
 * @param features m, how many random features each head has; the paper asks for about d ln d
 *     (theorem 4), which is 44 for heads 16 wide and 266 for heads 64 wide
 * @param form how a whole causal pass is computed
 */
public record PerformerAttention(int features, CausalForm form) implements RecurrentAttention {

  public PerformerAttention {
    if (features < 1) {
      throw new IllegalArgumentException("features must be at least 1, got " + features);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor directions = directions(scope, query); // [head_dim, feature]
    return ExponentialFeatures.attend(
        scope,
        exponents(query, directions),
        exponents(key, directions),
        value,
        bias,
        form); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor directions = directions(scope, query); // [head_dim, feature]
    return ExponentialFeatures.resume(
        scope,
        exponents(query, directions),
        exponents(key, directions),
        value,
        padding); // [batch, head, position, head_dim]
  }

  private Tensor directions(Scope scope, Tensor query) {
    return scope.buffer(
        "directions",
        new Initializer.OrthogonalNormal(),
        query.dim(-1),
        Dim.of("feature", features)); // [head_dim, feature]
  }

  /** Ωx − ‖x‖² / 2. */
  private static Tensor exponents(Tensor x, Tensor directions) {
    Tensor scaled = x.multiply(Math.pow(x.size(-1), -0.25)); // [batch, head, position, head_dim]
    Tensor halfSquare = scaled.square().sum(-1).multiply(0.5); // [batch, head, position, 1]
    return scaled.matmul(directions).subtract(halfSquare); // [batch, head, position, feature]
  }

  /** All but a bias on scores, of which there are none. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.SCORE_BIAS));
  }

  @Override
  public Growth growth(boolean causal) {
    return FeatureMap.growth(causal, form);
  }
}
