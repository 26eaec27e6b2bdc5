package org.ablate.model;

import org.ablate.tensor.Tensor;

/** The values of the first attention of a stack, for those of later layers, while it is defined. */
final class FirstValues {
  private Tensor first;

  /** Those of the first layer; in the first layer its own: [batch, key_value_head, key, hd]. */
  Tensor orOwn(Tensor own) {
    if (first == null) {
      first = own; // [batch, key_value_head, key, head_dim]
    }
    return first;
  }
}
