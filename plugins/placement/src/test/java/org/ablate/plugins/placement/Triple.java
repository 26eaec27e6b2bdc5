package org.ablate.plugins.placement;

import org.ablate.plugin.Depth;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A sub-layer that multiplies by 3, and a norm that adds 10. */
record Triple(String name, Depth depth) implements Sublayer {
  static final Triple ATTENTION = named("self_attention");
  static final Triple FEED_FORWARD = named(Sublayer.FEED_FORWARD);

  /** In the only layer of an encoder. */
  static Triple named(String name) {
    return new Triple(name, new Depth(Depth.Stack.ENCODER, 0, 1, 0));
  }

  @Override
  public Tensor apply(Scope scope, Tensor x) {
    return x.multiply(3); // as x
  }

  @Override
  public Tensor normalize(Scope scope, String normName, Tensor x) {
    return x.add(10); // as x
  }
}
