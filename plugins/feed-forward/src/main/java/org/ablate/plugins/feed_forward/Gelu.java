package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * gelu(xW₁ + b₁) W₂ + b₂, as in BERT and GPT. Hendrycks and Gimpel (2016), arXiv:1606.08415, §2.
 *
 * @param form how the normal distribution function is computed
 * @param biases whether there are b₁ and b₂
 */
public record Gelu(Form form, boolean biases) implements FeedForward {

  /** How the normal distribution function is computed. */
  public enum Form {
    /** Exactly, by the error function. */
    ERF,
    /** By the paper's approximation, as in GPT-2. */
    TANH
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return HiddenLayer.of(
        scope,
        x,
        width,
        biases,
        form == Form.ERF ? Tensor::gelu : Tensor::geluTanh); // [batch, position, d_model]
  }
}
