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
 * Softmax with one more score, of a key that has no value, so that a head can attend to nothing:
 * exp(s) / (exp(z) + Σ exp(s)).
 *
 * @param form what the score z of the sink is
 */
public record AttentionSink(Form form) implements Attention {

  /** What the score of the sink is. */
  public enum Form {
    /** Zero, as for a key of zeros. Miller (2023), "Attention Is Off By One". */
    ZERO,
    /** Learned for each head. OpenAI (2025), arXiv:2508.10925, §2.2. */
    LEARNED
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = bias.addTo(DotProduct.scores(query, key)); // [batch, head, query, key]
    Tensor sink =
        sink(scope, scores).broadcastTo(scores.shape().with(-1, Dim.one())); // [b, head, query, 1]
    Tensor withSink = Tensor.concat(-1, sink, scores); // [batch, head, query, 1 + key]
    Tensor all =
        bias.mask(scores)
            .map(mask -> withSink.softmax(withSinkAllowed(mask)))
            .orElseGet(() -> withSink.softmax(-1)); // [batch, head, query, 1 + key]
    Tensor weights =
        scope.probe(
            "weights",
            all.slice(-1, org.ablate.tensor.Polynomial.ONE, scores.dim(-1))); // [b, h, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  private Tensor sink(Scope scope, Tensor scores) {
    Dim head = scores.dim(1);
    return form == Form.LEARNED
        ? scope.parameter("sink", Initializer.ZEROS, head, Dim.one(), Dim.one()) // [head, 1, 1]
        : scope.constant(new double[] {0}, Dim.one()); // [1]
  }

  private static Tensor withSinkAllowed(Tensor mask) {
    Tensor any = mask.toFloat(); // [..., query, key]
    Tensor always = any.max(-1).multiply(0).add(1); // [..., query, 1]
    return Tensor.concat(-1, always, any).greater(0.5); // [..., query, 1 + key]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /** The sink takes a part of the weight. */
  @Override
  public boolean weightsAreDistribution() {
    return false;
  }
}
