package ${package};

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(QKᵀ / √d) V where a query sees only keys that are less than a window away. Beltagy et al.
 * (2020), arXiv:2004.05150, §3.1. The platform makes queries, keys and values of the tokens, splits
 * them into heads, and keeps keys and values while it decodes.
 *
 * @param window how many keys a query sees at most on each side, itself included
 */
public record Windowed(int window) implements Attention {

  /** Settings are checked where the record is made; the message reaches the user of the YAML file. */
  public Windowed {
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, got " + window);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    double scale = 1 / Math.sqrt(query.size(-1));
    Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(scale); // [batch, head, query, key]
    Tensor near = scores.relativePosition().abs().less(window); // [query, key]
    // The bias holds the causal mask, the padding and what positions add; softmax honours them all.
    Tensor weights = bias.allowing(near).softmax(scores); // [batch, head, query, key]
    return scope.probe("weights", weights).matmul(value); // [batch, head, query, head_dim]
  }

  /** What this variant honours; what is not declared is refused before anything runs. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.BIDIRECTIONAL,
        Capability.CAUSAL,
        Capability.SCORE_BIAS,
        Capability.ROTATION,
        Capability.INCREMENTAL);
  }
}
