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
 * Softmax attention estimated by random features (FAVOR+): φ(x) = exp(Ωx − ‖x‖² / 2) / √m with x
 * scaled by d^(−1/4), so that the mean of φ(q) · φ(k) is exp(q · k / √d). Choromanski et al.
 * (2020), arXiv:2009.14794, lemma 1 and eq. 5. The rows of Ω are drawn once and kept, orthogonal in
 * blocks as in §2.4, where the paper draws them anew now and then.
 *
 * @param features m, how many random features each head has
 * @param form how a whole causal pass is computed
 * @param epsilon keeps the divisor from 0
 */
public record PerformerAttention(int features, CausalForm form, double epsilon)
    implements RecurrentAttention {

  public PerformerAttention {
    if (features < 1) {
      throw new IllegalArgumentException("features must be at least 1, got " + features);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor directions = directions(scope, query); // [head_dim, feature]
    return FeatureMap.attend(
        scope,
        feature(query, directions),
        feature(key, directions),
        value,
        bias,
        form,
        epsilon); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor directions = directions(scope, query); // [head_dim, feature]
    return FeatureMap.resume(
        scope,
        feature(query, directions),
        feature(key, directions),
        value,
        padding,
        epsilon); // [batch, head, position, head_dim]
  }

  private Tensor directions(Scope scope, Tensor query) {
    return scope.buffer(
        "directions",
        new Initializer.OrthogonalNormal(),
        query.dim(-1),
        Dim.of("feature", features)); // [head_dim, feature]
  }

  private Tensor feature(Tensor x, Tensor directions) {
    Tensor scaled = x.multiply(Math.pow(x.size(-1), -0.25)); // [batch, head, position, head_dim]
    Tensor halfSquare = scaled.square().sum(-1).multiply(0.5); // [batch, head, position, 1]
    return scaled
        .matmul(directions)
        .subtract(halfSquare)
        .exp()
        .multiply(1 / Math.sqrt(features)); // [batch, head, position, feature]
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
