package org.ablate.tensor;

import java.util.List;

/**
 * A named piece of computation that engines may run as one kernel. Its {@linkplain #define body} is
 * the specification: whoever has no kernel for it runs the body, and a kernel is tested against it.
 */
public sealed interface Composite {

  /** The computation in plain operators. */
  Tensor define(List<Tensor> operands);

  /** The name in messages, such as {@code layer_norm}. */
  default String label() {
    return Label.of(getClass());
  }

  /** (x [..., in], weight [in, out], bias [out]) → xW + b: [..., out]. */
  record Linear() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [..., in]
      Tensor weight = operands.get(1); // [in, out]
      Tensor bias = operands.get(2); // [out]
      return x.matmul(weight).add(bias); // [..., out]
    }
  }

  /**
   * (x [..., d], gain [d], bias [d]) → (x − mean) / √(variance + ε) · gain + bias over the last
   * axis. Ba, Kiros and Hinton (2016), arXiv:1607.06450, eq. 4.
   */
  record LayerNorm(double epsilon) implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [..., d]
      Tensor centered = x.subtract(x.mean(-1)); // [..., d]
      Tensor variance = centered.square().mean(-1); // [..., 1]
      Tensor normalized = centered.multiply(variance.add(epsilon).rsqrt()); // [..., d]
      return normalized.multiply(operands.get(1)).add(operands.get(2)); // [..., d]
    }
  }

  /**
   * (x [..., d], gain [d]) → x / √(mean(x²) + ε) · gain over the last axis. Zhang and Sennrich
   * (2019), arXiv:1910.07467, eq. 4.
   */
  record RmsNorm(double epsilon) implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [..., d]
      Tensor scale = x.square().mean(-1).add(epsilon).rsqrt(); // [..., 1]
      return x.multiply(scale).multiply(operands.get(1)); // [..., d]
    }
  }

  /** x · Φ(x), Φ the normal distribution. Hendrycks and Gimpel (2016), arXiv:1606.08415, §2. */
  record Gelu() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [...]
      Tensor phi = x.multiply(Math.sqrt(0.5)).erf().add(1).multiply(0.5); // [...]
      return x.multiply(phi); // [...]
    }
  }

  /** Gelu by its tanh approximation. Hendrycks and Gimpel (2016), arXiv:1606.08415, §2. */
  record GeluTanh() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [...]
      Tensor inner = x.add(x.square().multiply(x).multiply(0.044715)); // [...]
      Tensor phi = inner.multiply(Math.sqrt(2 / Math.PI)).tanh().add(1).multiply(0.5); // [...]
      return x.multiply(phi); // [...]
    }
  }

  /** x · σ(x). Hendrycks and Gimpel (2016), arXiv:1606.08415; Ramachandran et al. (2017). */
  record Silu() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [...]
      return x.multiply(x.sigmoid()); // [...]
    }
  }

  /** log(1 + eˣ), without overflow. */
  record Softplus() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [...]
      return x.relu().add(x.abs().negate().exp().add(1).log()); // [...]
    }
  }

  /**
   * (scores [..., query, key], mask [..., query, key]) → softmax over the keys that the mask
   * allows; weights of others are zero, and so is a whole row where nothing is allowed.
   */
  record MaskedSoftmax() implements Composite {
    /** Far below any score, and still finite so that no NaN arises. */
    private static final double NEVER = -1e30;

    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor scores = operands.get(0); // [..., query, key]
      Tensor mask = operands.get(1); // [..., query, key]
      Tensor allowed = mask.where(scores, NEVER); // [..., query, key]
      return mask.where(allowed.softmax(-1), 0); // [..., query, key]
    }
  }

  /**
   * (scores [..., query, key]) → softmax in which query i of n sees the keys up to i + m − n of m:
   * the last query sees all.
   */
  record CausalSoftmax() implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor scores = operands.get(0); // [..., query, key]
      Tensor mask = scores.causalMask(); // [query, key]
      return scores.softmax(mask); // [..., query, key]
    }
  }

  /**
   * (x [...], noise [...] uniform in [0, 1)) → each element zero with the probability, the others
   * scaled so that the mean stays. Srivastava et al. (2014).
   */
  record Dropout(double probability) implements Composite {
    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor x = operands.get(0); // [...]
      Tensor kept = operands.get(1).greaterOrEqual(probability); // [...]
      return kept.where(x.multiply(1 / (1 - probability)), 0); // [...]
    }
  }

  /**
   * (logits [n, class], targets [n]) → the mean cross-entropy in nats over the targets that are not
   * {@link #IGNORED}, each target distribution mixed with the uniform one. Szegedy et al. (2016),
   * arXiv:1512.00567, §7.
   */
  record CrossEntropy(double labelSmoothing) implements Composite {
    /** The target of a position that does not count. */
    public static final long IGNORED = -100;

    @Override
    public Tensor define(List<Tensor> operands) {
      Tensor logProbabilities = operands.get(0).logSoftmax(-1); // [n, class]
      Tensor targets = operands.get(1); // [n]
      Tensor counted = targets.notEqual(IGNORED); // [n]
      Tensor counts = counted.toFloat(); // [n]
      Tensor indices = counted.where(targets, 0).unsqueeze(-1); // [n, 1]
      Tensor hit = logProbabilities.gather(-1, indices).squeeze(-1); // [n]
      Tensor spread = logProbabilities.mean(-1).squeeze(-1); // [n]
      Tensor likelihood =
          hit.multiply(1 - labelSmoothing).add(spread.multiply(labelSmoothing)); // [n]
      Tensor total = likelihood.multiply(counts).sum(0).squeeze(0); // []
      return total.divide(counts.sum(0).squeeze(0)).negate(); // []
    }
  }
}
