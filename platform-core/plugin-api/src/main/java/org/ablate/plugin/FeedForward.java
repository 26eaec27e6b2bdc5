package org.ablate.plugin;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** What a layer does to each token by itself. */
@ConsumerType
public interface FeedForward extends Component {

  /**
   * Transforms each token. A hidden layer is best probed under the name {@code hidden}, where
   * placements find it.
   *
   * @param x [batch, position, d_model]
   * @param width the hidden axis, as {@link #width} gave it
   * @param padding which positions hold tokens; what is counted over tokens leaves the others out
   * @return [batch, position, d_model]
   */
  Tensor transform(Scope scope, Tensor x, Dim width, Padding padding);

  /** Whether layers have it; without it they only mix tokens. */
  default boolean isPresent() {
    return true;
  }

  /** The hidden width that it takes where {@code d_ff} is stated. */
  default int width(int statedWidth) {
    return statedWidth;
  }
}
