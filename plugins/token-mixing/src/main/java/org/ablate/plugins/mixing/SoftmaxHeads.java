package org.ablate.plugins.mixing;

import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer.Sequence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Softmax attention over heads, as whole layers use it that make their own scores. */
final class SoftmaxHeads {
  private SoftmaxHeads() {}

  /**
   * Weighs values.
   *
   * @param scores with what is added to them: [batch, head, query, key]
   * @param value of all keys: [batch, head, key, head_dim]
   * @return [batch, head, query, head_dim]
   */
  static Tensor attend(Scope scope, Tensor scores, Tensor value, Sequence sequence) {
    Padding keys =
        new Padding(
            sequence.padding().tokens().map(t -> scope.append("is_key", t, -1))); // [batch, key]
    Tensor weights =
        AttentionBias.of(sequence.causal(), keys).softmax(scores); // [batch, head, query, key]
    return scope.probe("weights", weights).matmul(value); // [batch, head, query, head_dim]
  }
}
