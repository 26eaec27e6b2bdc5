package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(QK̃ᵀ) softmax(Q̃K̃ᵀ)⁺ softmax(Q̃Kᵀ) V with landmarks Q̃ and K̃, the means of segments of
 * queries and keys. Xiong Y. et al. (2021), arXiv:2102.03902, eq. 13 and 14; the pseudo-inverse is
 * iterated as in §3.2, eq. 11. Segments are cut from the tokens without padding; the paper's
 * convolution beside it is left out.
 *
 * @param landmarks how many segments there are
 * @param iterations of the pseudo-inverse; the paper takes 6
 */
public record NystromAttention(int landmarks, int iterations) implements Attention {

  public NystromAttention {
    if (landmarks < 1) {
      throw new IllegalArgumentException("landmarks must be at least 1, got " + landmarks);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor average = average(scope, key, bias); // [batch or 1, 1, landmark, key]
    Tensor used = average.sum(-1).greater(0); // [batch or 1, 1, landmark, 1]
    Tensor landmark = used.transpose(-2, -1); // [batch or 1, 1, 1, landmark]
    Tensor queries = average.matmul(query.rename(-2, "key")); // [batch, head, landmark, head_dim]
    Tensor keys = average.matmul(key); // [batch, head, landmark, head_dim]
    Tensor near = DotProduct.scores(query, keys).softmax(landmark); // [b, h, query, landmark]
    Tensor among = DotProduct.scores(queries, keys).softmax(landmark); // [b, h, landmark, landmark]
    Tensor kernel = used.where(among, 0); // [batch, head, landmark, landmark]
    Tensor far = bias.softmax(DotProduct.scores(queries, key)); // [batch, head, landmark, key]
    return near.matmul(inverse(kernel)).matmul(far.matmul(value)); // [batch, head, query, head_dim]
  }

  /** The means of segments as a matrix; a segment without tokens has zeros. */
  private Tensor average(Scope scope, Tensor key, AttentionBias bias) {
    Tensor scores = key.transpose(-2, -1); // [batch, head, head_dim, key]
    Tensor place = Places.ofKeys(scope, scores, bias.padding()); // [batch or 1, key]
    Tensor count = place.max(-1).add(1); // [batch or 1, 1]
    Tensor segment =
        place.multiply(landmarks).toFloat().divide(count.toFloat()).floor(); // [batch or 1, key]
    Tensor numbers =
        scope.range(Dim.of("landmark", landmarks)).toFloat().unsqueeze(-1); // [landmark, 1]
    Tensor member = segment.unsqueeze(1).equal(numbers).toFloat(); // [batch or 1, landmark, key]
    Tensor tokens =
        bias.padding()
            .tokens()
            .map(isToken -> member.multiply(isToken.toFloat().unsqueeze(1)))
            .orElse(member); // [batch or 1, landmark, key]
    return tokens.divide(tokens.sum(-1).maximum(1)).unsqueeze(1); // [batch or 1, 1, landmark, key]
  }

  /** Z ← Z (13 I − A Z (15 I − A Z (7 I − A Z))) / 4, starting at Aᵀ / (‖A‖₁ ‖A‖∞). */
  private Tensor inverse(Tensor a) {
    Tensor columns = a.sum(-2).max(-1); // [batch, head, 1, 1]
    Tensor rows = a.sum(-1).max(-2); // [batch, head, 1, 1]
    Tensor inverse = a.transpose(-2, -1).divide(columns.multiply(rows).maximum(TINY)); // as a
    for (int i = 0; i < iterations; i++) {
      Tensor product = a.matmul(inverse); // [batch, head, landmark, landmark]
      Tensor third = product.multiply(7).subtract(product.matmul(product)); // as a
      Tensor second = product.multiply(15).subtract(product.matmul(third)); // as a
      inverse = inverse.multiply(13).subtract(inverse.matmul(second)).multiply(0.25); // as a
    }
    return inverse;
  }

  /** Where nothing is attended to the kernel is zero. */
  private static final double TINY = 1e-12;

  /** Landmarks stand for tokens of both sides, and their queries for those of the same sequence. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.ROTATION);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
