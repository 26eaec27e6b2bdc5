package org.ablate.plugin;

import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps the scale of activations in bounds. */
@ConsumerType
public interface Normalization extends Component {

  /**
   * Normalizes.
   *
   * @param x [batch, position, d_model]
   * @param padding which positions hold tokens; statistics over positions leave the others out
   * @return [batch, position, d_model]
   */
  Tensor normalize(Scope scope, Tensor x, Padding padding);

  /**
   * The token embeddings as the model uses them, in its classifier too where that is tied to them;
   * by default as they are learned.
   *
   * @param table [token, d_model]
   * @return [token, d_model]
   */
  default Tensor normalizeEmbeddings(Tensor table) {
    return table; // [token, d_model]
  }
}
