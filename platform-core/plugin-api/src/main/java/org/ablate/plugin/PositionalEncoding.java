package org.ablate.plugin;

import java.util.OptionalInt;
import java.util.Set;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a model knows the order of tokens. It acts at any of three places, and implements the method
 * of each {@link Place} that it names.
 */
@ConsumerType
public interface PositionalEncoding extends Component {

  /** Where order can enter a model. */
  enum Place {
    EMBEDDINGS,
    QUERIES_AND_KEYS,
    SCORES
  }

  /** Where this encoding acts. */
  Set<Place> places();

  /** The longest sequence that it can encode, where there is a limit. */
  default OptionalInt maxLength() {
    return OptionalInt.empty();
  }

  /**
   * Whether scores of queries and keys depend on how far apart these are, and not on where they
   * stand; by default where embeddings are left as they are.
   */
  default boolean isRelative() {
    return !places().contains(Place.EMBEDDINGS);
  }

  /**
   * Whether queries and keys that it encodes keep their magnitude, the root of the sum of their
   * squares; by default they do, as where they are rotated.
   */
  default boolean keepsMagnitude() {
    return true;
  }

  /**
   * Whether the layers of a stack share the parameters of queries, keys and scores; by default each
   * has its own.
   */
  default boolean sharedAcrossLayers() {
    return false;
  }

  /**
   * Whether {@link #encodeEmbeddings} sees embeddings before they are multiplied by √d_model, where
   * a model does that, and not after; by default after, as Vaswani et al. (2017), §3.4 add
   * sinusoids to them. A table that is learned is an embedding as that of the tokens is: added
   * afterwards it would be √d_model times as small beside it, and learned as much more slowly.
   */
  default boolean isScaledWithEmbeddings() {
    return false;
  }

  /**
   * Where tokens stand, as everything else here is told of it; called once for each stack. By
   * default they stand where they are counted to stand. In decoding and in inference a place may
   * depend on nothing but the position that was counted.
   *
   * @param counted from 0 at the first token
   */
  default Positions place(Scope scope, Positions counted) {
    return counted;
  }

  /**
   * Embeddings with their order.
   *
   * @param embeddings [batch, position, d_model]
   * @param positions integers [batch or 1, position]
   * @return [batch, position, d_model]
   */
  default Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    return embeddings; // [batch, position, d_model]
  }

  /**
   * Queries with their order. Queries and keys are encoded in one shared scope; by default both
   * alike.
   *
   * @param query [batch, head, position, head_dim]
   * @param positions integers [batch or 1, position]
   * @return [batch, head, position, head_dim]
   */
  default Tensor encodeQuery(Scope scope, Tensor query, Tensor positions) {
    return encodeQueryOrKey(scope, query, positions); // [batch, head, position, head_dim]
  }

  /**
   * Keys with their order.
   *
   * @param key [batch, key_value_head, position, head_dim]
   * @param positions integers [batch or 1, position]
   * @return [batch, key_value_head, position, head_dim]
   */
  default Tensor encodeKey(Scope scope, Tensor key, Tensor positions) {
    return encodeQueryOrKey(scope, key, positions); // [batch, key_value_head, position, head_dim]
  }

  /**
   * Queries or keys with their order, where both are encoded alike.
   *
   * @param queryOrKey [batch, head, position, head_dim]
   * @param positions integers [batch or 1, position]
   * @return [batch, head, position, head_dim]
   */
  default Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
    return queryOrKey; // [batch, head, position, head_dim]
  }

  /**
   * What is added to the scores, after they are scaled and before the softmax.
   *
   * @param query [batch, head, query, head_dim]
   * @param key [batch, key_value_head, key, head_dim]
   * @return broadcasts to [batch, head, query, key]
   * @throws IllegalStateException unless overridden; only called where {@link Place#SCORES} is
   *     named
   */
  default Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    throw new IllegalStateException(
        getClass().getSimpleName() + " names the place SCORES and does not implement scoreBias");
  }
}
