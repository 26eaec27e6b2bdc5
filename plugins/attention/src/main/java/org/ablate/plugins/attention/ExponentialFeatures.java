package org.ablate.plugins.attention;

import java.util.List;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * {@link FeatureMap} for features that are exponentials, which are given by their exponents a of
 * queries and b of keys: Σ_j Σ_f exp(a_f + b_jf) v_j / Σ_j Σ_f exp(a_f + b_jf). What is subtracted
 * from exponents before they are raised cancels in the quotient, so that it may be any number that
 * keeps both in range, and no gradient has to flow through it:
 *
 * <ul>
 *   <li>In sums over keys, of each feature b_f, the largest of the keys so far, which queries add
 *       again, less the largest a_f + b_f of the query: the divisor is then at least 1. A state
 *       carries b_f and is rescaled by exp(old − new) where it grows.
 *   <li>Over pairs, the largest of each query and of each key: log Σ_f exp(a_f + b_jf) are scores,
 *       of which a softmax is taken.
 * </ul>
 *
 * <p>Neither depends on a later token under a causal mask.
 */
final class ExponentialFeatures {

  /** Below the exponent of any token: where a running maximum starts. */
  private static final double LEAST = -1e15;

  /** The exponent of what is no token: nothing is left of it even beside {@link #LEAST}. */
  private static final double NEVER = -1e30;

  /** Below any product of features that counts, with room for gradients in single precision. */
  private static final double TINY = 1e-30;

  /** A divisor is at least 1, or 0 where no token is seen. */
  private static final double POSITIVE = 0.5;

  private ExponentialFeatures() {}

  /**
   * Attends.
   *
   * @param queries exponents of queries: [batch, head, query, feature]
   * @param keys exponents of keys: [batch, head, key, feature]
   * @param value [batch, head, key, head_dim]
   * @param form how a causal pass is computed
   * @return [batch, head, query, head_dim]
   */
  static Tensor attend(
      Scope scope, Tensor queries, Tensor keys, Tensor value, AttentionBias bias, CausalForm form) {
    if (bias.isCausal() && form == CausalForm.PARALLEL) {
      return bias.softmax(scores(queries, keys)).matmul(value); // [batch, head, query, head_dim]
    }
    Tensor tokens = tokens(keys, bias.padding()); // [batch, head, key, feature]
    if (bias.isCausal()) {
      Shape total = total(keys);
      Tensor largest = scope.zeros(total).add(LEAST); // [batch, head, feature]
      List<Tensor> start =
          List.of(largest, scope.zeros(memory(total, value)), scope.zeros(total)); // as in step
      return recurrent(queries, tokens, value, start).stacked().get(0); // [b, head, query, hd]
    }
    Tensor largest = tokens.max(-2).detach().maximum(LEAST); // [batch, head, 1, feature]
    Tensor features = tokens.subtract(largest).exp(); // [batch, head, key, feature]
    Tensor memory = features.transpose(-2, -1).matmul(value); // [batch, head, feature, head_dim]
    Tensor total = features.sum(-2).transpose(-2, -1); // [batch, head, feature, 1]
    Tensor weights = weights(queries.add(largest)); // [batch, head, query, feature]
    return weights
        .matmul(memory)
        .divide(weights.matmul(total).maximum(POSITIVE)); // [batch, head, query, head_dim]
  }

  /** log Σ_f exp(a_f + b_f), but for a number of each query: [batch, head, query, key]. */
  private static Tensor scores(Tensor queries, Tensor keys) {
    Tensor largest = keys.max(-1).detach(); // [batch, head, key, 1]
    Tensor features = keys.subtract(largest).exp(); // [batch, head, key, feature]
    return weights(queries)
        .matmul(features.transpose(-2, -1))
        .maximum(TINY)
        .log()
        .add(largest.transpose(-2, -1)); // [batch, head, query, key]
  }

  /** Exponentials of which the largest is 1. */
  private static Tensor weights(Tensor exponents) {
    return exponents.subtract(exponents.max(-1).detach()).exp(); // as exponents
  }

  private static Tensor tokens(Tensor keys, Padding padding) {
    return padding
        .tokens()
        .map(tokens -> tokens.unsqueeze(1).unsqueeze(-1).where(keys, NEVER))
        .orElse(keys); // [batch, head, key, feature]
  }

  private static Shape total(Tensor keys) {
    return keys.shape().without(Set.of(2)); // [batch, head, feature]
  }

  private static Shape memory(Shape total, Tensor value) {
    return Shape.of(total.dim(0), total.dim(1), total.dim(2), value.dim(-1)); // [b, h, feature, hd]
  }

  private static Recurrence recurrent(
      Tensor queries, Tensor tokens, Tensor value, List<Tensor> start) {
    return Recurrence.along(
        2, List.of(queries, tokens, value), start, ExponentialFeatures::step); // [b, h, query, hd]
  }

  private static Recurrence.Result step(List<Tensor> states, List<Tensor> entries) {
    Tensor key = entries.get(1); // [batch, head, feature]
    Tensor value = entries.get(2); // [batch, head, head_dim]
    Tensor largest = states.get(0).maximum(key.detach()); // [batch, head, feature]
    Tensor kept = states.get(0).subtract(largest).exp(); // [batch, head, feature]
    Tensor feature = key.subtract(largest).exp(); // [batch, head, feature]
    Tensor added =
        feature.unsqueeze(-1).multiply(value.unsqueeze(-2)); // [batch, head, feature, head_dim]
    Tensor memory =
        states.get(1).multiply(kept.unsqueeze(-1)).add(added); // [batch, head, feature, head_dim]
    Tensor total = states.get(2).multiply(kept).add(feature); // [batch, head, feature]
    Tensor weights = weights(entries.get(0).add(largest)); // [batch, head, feature]
    Tensor sum = weights.unsqueeze(-2).matmul(memory).squeeze(-2); // [batch, head, head_dim]
    Tensor divisor = weights.multiply(total).sum(-1).maximum(POSITIVE); // [batch, head, 1]
    return new Recurrence.Result(
        List.of(largest, memory, total), List.of(sum.divide(divisor))); // [batch, head, head_dim]
  }

  /**
   * Continues causal attention after earlier positions, one position after the other.
   *
   * @param queries exponents of the new queries: [batch, head, position, feature]
   * @param keys exponents of the new keys: [batch, head, position, feature]
   * @param value [batch, head, position, head_dim]
   * @return [batch, head, position, head_dim]
   */
  static Tensor resume(Scope scope, Tensor queries, Tensor keys, Tensor value, Padding padding) {
    Shape shape = total(keys);
    Tensor memory =
        scope.previous("memory", DataType.FLOAT, memory(shape, value)); // [b, h, feature, hd]
    Tensor total = scope.previous("total", DataType.FLOAT, shape); // [batch, head, feature]
    Tensor before = scope.previous("largest", DataType.FLOAT, shape); // [batch, head, feature]
    Tensor largest = total.greater(0).where(before, LEAST); // [batch, head, feature]
    Recurrence all =
        recurrent(queries, tokens(keys, padding), value, List.of(largest, memory, total));
    scope.next("largest", all.last().get(0));
    scope.next("memory", all.last().get(1));
    scope.next("total", all.last().get(2));
    return all.stacked().get(0); // [batch, head, position, head_dim]
  }
}
