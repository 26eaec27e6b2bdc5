package org.ablate.plugin;

import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Attention over heads: a formula from queries, keys and values to outputs. The platform supplies
 * the projections, the heads, the positions and the cache of incremental decoding. Some papers add
 * steps around the formula, for which there are {@link #queries}, {@link #keys}, {@link #values}
 * and {@link #output}; by default each changes nothing.
 */
@ConsumerType
public interface Attention extends Mixer {

  /**
   * Mixes values.
   *
   * @param scope names parameters and probes
   * @param query [batch, head, query, head_dim]
   * @param key [batch, key_value_head, key, head_dim]
   * @param value [batch, key_value_head, key, head_dim]
   * @param bias what may be attended to, and what is added to scores; every part of it must be
   *     asked for, or the composition is refused
   * @return [batch, head, query, head_dim]; zeros for a query that may attend to nothing
   */
  Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias);

  /**
   * Before self-attention: the bias, with what the tokens say of it. A {@link RecurrentAttention}
   * is not asked while it decodes.
   *
   * @param tokens the new positions, [batch, position, d_model]; what earlier ones said is the
   *     scope's to keep
   * @param heads how many heads queries have
   */
  default AttentionBias bias(Scope scope, Tensor tokens, int heads, AttentionBias bias) {
    return bias;
  }

  /**
   * Before self- and cross-attention: the queries that are compared, before they get positions.
   *
   * @param query [batch, head, query, head_dim]
   * @return [batch, head, query, head_dim]
   */
  default Tensor queries(Scope scope, Tensor query) {
    return query; // [batch, head, query, head_dim]
  }

  /**
   * Before self- and cross-attention: the keys that are compared, before they get positions, and
   * before decoding keeps them.
   *
   * @param key the new ones, [batch, key_value_head, key, head_dim]
   * @return [batch, key_value_head, key, head_dim]
   */
  default Tensor keys(Scope scope, Tensor key) {
    return key; // [batch, key_value_head, key, head_dim]
  }

  /**
   * Before self-attention: the values that are mixed.
   *
   * @param value this layer's, [batch, key_value_head, key, head_dim]
   * @param first those of the first layer of the stack, likewise; in the first layer it is {@code
   *     value} itself
   * @return [batch, key_value_head, key, head_dim]
   */
  default Tensor values(Scope scope, Tensor value, Tensor first) {
    return value; // [batch, key_value_head, key, head_dim]
  }

  /**
   * After self- and cross-attention, before heads are merged and projected.
   *
   * @param mixed what attention gave, [batch, head, position, head_dim]
   * @param tokens what the queries were made of, [batch, position, d_model]
   * @return [batch, head, position, head_dim]
   */
  default Tensor output(Scope scope, Tensor mixed, Tensor tokens) {
    return mixed; // [batch, head, position, head_dim]
  }

  /** How many heads keys and values have, when queries have so many. */
  default int keyValueHeads(int heads) {
    return heads;
  }

  /**
   * How many queries stand side by side in a head, and as many keys, each of which is compared by
   * itself; by default one. Positions are given to each as to a head of its own: an encoding of
   * queries and keys sees so many times as many heads, and has parameters for so many, while a bias
   * on scores is still asked for with whole heads.
   */
  default int queriesPerHead() {
    return 1;
  }

  /**
   * Whether the magnitude of queries and keys counts, and not their direction alone. Where it does
   * not, encodings that change it are refused, since nothing would be left of what they do.
   */
  default boolean seesMagnitude() {
    return true;
  }

  /**
   * Whether what it calls {@code weights}, where it probes such a value, are a distribution over
   * the keys that a query may attend to: none is negative, and their sum is one.
   */
  default boolean weightsAreDistribution() {
    return true;
  }
}
