package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Padding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * softmax(QKᵀ / √d − F) V with F_ij = S_0j + … + S_{i−1,j}: a token says of each token before it
 * how much later ones need it no more. S are the scores of the first head above zero; no token says
 * it of itself, and of the first token none does. Leviathan et al. (2024), arXiv:2410.02703, §3 and
 * Figure 3. It has no parameters. The paper also drops from memory what is masked so; here all is
 * kept.
 */
public record SelectiveAttention() implements Attention {

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = DotProduct.scores(query, key); // [batch, head, query, key]
    Tensor selection = selection(scope, bias.addTo(scores), bias.padding()); // [b, 1, query, key]
    Tensor masked = masked(scope, selection); // [batch, 1, query, key]
    return DotProduct.attend(
        scope, query, key, value, bias.plus(masked.negate())); // [batch, head, query, head_dim]
  }

  /** S: what each query says of the keys before it, except of the first. */
  private static Tensor selection(Scope scope, Tensor scores, Padding padding) {
    Tensor ofHead = scores.slice(1, 0, 1).relu(); // [batch, 1, query, key]
    Tensor place = Places.ofKeys(scope, scores, padding); // [batch or 1, key]
    Tensor isFirst = place.equal(0).unsqueeze(1).unsqueeze(1); // [batch or 1, 1, 1, key]
    Tensor spoken = scores.relativePosition().less(0).and(isFirst.not()); // [b or 1, 1, query, key]
    Tensor selection = spoken.where(ofHead, 0); // [batch, 1, query, key]
    return padding
        .tokens()
        .map(
            tokens -> {
              Dim query = scores.dim(-2);
              Polynomial start = tokens.dim(-1).extent().minus(query.extent());
              return Padding.of(tokens.slice(-1, start, query)).zero(selection); // as selection
            })
        .orElse(selection); // [batch, 1, query, key]
  }

  /** F: the sum of what the queries before each one have said, those of earlier calls included. */
  private static Tensor masked(Scope scope, Tensor selection) {
    Tensor before = selection.cumulativeSum(-2).subtract(selection); // [batch, 1, query, key]
    if (!scope.mode().isDecoding()) {
      return before; // [batch, 1, query, key]
    }
    Shape past = selection.sum(-2).shape().with(-1, Dim.symbolic(Scope.PAST));
    Tensor earlier = scope.previous("masked", DataType.FLOAT, past); // [batch, 1, 1, past]
    Tensor ofNew =
        scope.zeros(past.with(-1, selection.dim(-2).renamed(Scope.PAST))); // [b, 1, 1, position]
    Tensor all = Tensor.concat(-1, earlier, ofNew).rename(-1, "key"); // [batch, 1, 1, key]
    scope.next("masked", all.add(selection.sum(-2)));
    return before.add(all); // [batch, 1, query, key]
  }

  /** Only forwards: a token says it of those before it to those after it. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.BIDIRECTIONAL, Capability.CROSS));
  }
}
