package lab.sticks;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A stick of length one is broken from the query backwards: key j takes the part β_ij = σ(q_i · k_j / √d) of
 * what the keys between it and the query have left, so its weight is β_ij Π (1 − β_il) over j &lt; l &lt;
 * i. Tan et al. (2024), arXiv:2410.17980, eq. 1 to 4. Near keys come first, so that no positions are
 * needed; a token does not see itself, and the weights may add up to less than one.
 */
public record StickBreakingAttention() implements Attention {

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    double scale = 1 / Math.sqrt(query.size(-1));
    Tensor plain = query.matmul(key.transpose(-2, -1)).multiply(scale); // [batch, head, query, key]
    Tensor scores = bias.addTo(plain); // [batch, head, query, key]
    Tensor before = scores.relativePosition().less(0); // [query, key]
    Tensor seen = bias.mask(scores).map(before::and).orElse(before); // [..., query, key]
    // log(1 − σ(s)) = −softplus(s); what cannot be seen takes nothing.
    Tensor left = seen.where(scores.softplus().negate(), 0); // [batch, head, query, key]
    // From the query backwards, so that what is near has few roundings.
    Tensor fromKey = left.flip(-1).cumulativeSum(-1).flip(-1); // [batch, head, query, key]
    Tensor between = fromKey.subtract(left); // [batch, head, query, key]
    Tensor logTaken = scores.negate().softplus().negate(); // [batch, head, query, key]
    Tensor weights = seen.where(logTaken.add(between).exp(), 0); // [batch, head, query, key]
    return scope.probe("weights", weights).matmul(value); // [batch, head, query, head_dim]
  }

  /** Sticks are broken backwards: it is for decoders. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.CAUSAL, Capability.SCORE_BIAS, Capability.ROTATION, Capability.INCREMENTAL);
  }

  /** What is left of the stick belongs to no key. */
  @Override
  public boolean weightsAreDistribution() {
    return false;
  }
}
