package org.ablate.plugin;

import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** A part of a layer, such as its self-attention or its feed-forward, as a placement uses it. */
@ProviderType
public interface Sublayer {

  /** The name of feed-forwards. */
  String FEED_FORWARD = "feed_forward";

  /** {@code self_attention}, {@code cross_attention} or {@code feed_forward}. */
  String name();

  /**
   * What the sub-layer computes, with the model's dropout on its output; entered in another scope,
   * it has parameters of its own. What attention gives for each head is {@code heads} there,
   * [batch, head, query, head_dim], and the hidden layer of a feed-forward is {@code hidden},
   * [batch, position, d_ff]; both can be {@linkplain Scope#replacing replaced}.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  Tensor apply(Scope scope, Tensor x);

  /**
   * The model's normalization, with parameters of its own under a name.
   *
   * @param x [batch, position, d_model], or of another width
   * @return as x
   */
  Tensor normalize(Scope scope, String name, Tensor x);

  /** The layer that it belongs to. */
  Depth depth();
}
