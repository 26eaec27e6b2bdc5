package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rms_norm;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.where;

import java.util.Arrays;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Shape;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Kernels that compute at once what takes several operators. */
final class FusedKernels {
  /** What is added to a score that does not count: far below any score, and still finite. */
  private static final double NEVER = -1e30;

  private static final long MEAN = 1;

  private final Transfer transfer;
  private final Natives natives;
  private final TensorOptional none;

  FusedKernels(Transfer transfer, Natives natives) {
    this.transfer = transfer;
    this.natives = natives;
    this.none = natives.own(new TensorOptional());
  }

  /** (x [..., in], weight [in, out], bias [out]) → [..., out]. */
  static Kernel linear(int rank, Shape result) {
    if (rank == 2) {
      return (x, sizes) -> addmm(x[2], x[0], x[1]); // [n, out]
    }
    return (x, sizes) -> {
      try (Tensor rows = x[0].flatten(0, -2); // [n, in]
          Tensor product = addmm(x[2], rows, x[1])) { // [n, out]
        return product.reshape(sizes.of(result)); // [..., out]
      }
    };
  }

  /** (x [..., d], gain [d], bias [d]) → [..., d]. */
  static Kernel layerNorm(Shape normalized, double epsilon) {
    return (x, sizes) -> {
      try (TensorOptional gain = new TensorOptional(x[1]);
          TensorOptional bias = new TensorOptional(x[2])) {
        return layer_norm(x[0], sizes.of(normalized), gain, bias, epsilon, false); // [..., d]
      }
    };
  }

  /** (x [..., d], gain [d]) → [..., d]. */
  Kernel rmsNorm(Shape normalized, double epsilon) {
    DoubleOptional added = natives.own(new DoubleOptional(epsilon));
    return (x, sizes) -> {
      try (TensorOptional gain = new TensorOptional(x[1])) {
        return rms_norm(x[0], sizes.of(normalized), gain, added); // [..., d]
      }
    };
  }

  static Kernel gelu() {
    return (x, sizes) -> torch.gelu(x[0]); // [...]
  }

  Kernel geluTanh() {
    BytePointer approximation = natives.own(new BytePointer("tanh"));
    return (x, sizes) -> torch.gelu(x[0], approximation); // [...]
  }

  static Kernel silu() {
    return (x, sizes) -> torch.silu(x[0]); // [...]
  }

  Kernel softplus() {
    Scalar beta = natives.own(new Scalar(1.0));
    // From here on log(1 + eˣ) is x, even in double precision.
    Scalar threshold = natives.own(new Scalar(40.0));
    return (x, sizes) -> torch.softplus(x[0], beta, threshold); // [...]
  }

  /** (logits [n, class], targets [n]) → []. */
  Kernel crossEntropy(double labelSmoothing) {
    return (x, sizes) ->
        cross_entropy_loss(
            x[0], x[1], none, MEAN, Composite.CrossEntropy.IGNORED, labelSmoothing); // []
  }

  /** Which keys are not after the query, where the last query sees all: [query, key]. */
  static Kernel causalMask(Polynomial query, Polynomial key, Transfer transfer) {
    return (x, sizes) -> {
      long queries = sizes.of(query);
      long keys = sizes.of(key);
      try (Tensor all =
              ones(new long[] {queries, keys}, transfer.options(DataType.INTEGER)); // [query, key]
          Tensor before = all.tril(keys - queries)) { // [query, key]
        return before.to(torch.ScalarType.Bool); // [query, key]
      }
    };
  }

  /** (mask) → what to add to scores so that only those count which the mask allows. */
  Kernel scoreBias() {
    Scalar never = natives.own(new Scalar(NEVER));
    return (x, sizes) -> {
      try (Tensor forbidden = x[0].logical_not(); // [..., query, key]
          Tensor asNumber = forbidden.to(transfer.floatType())) { // [..., query, key]
        return asNumber.mul(never); // [..., query, key]
      }
    };
  }

  /** (mask, scores) → the scores that the mask allows; in place of the others what never counts. */
  Kernel allowedScores() {
    return choose(NEVER);
  }

  /** (mask, weights) → the weights that the mask allows; zero in place of the others. */
  Kernel allowedWeights() {
    return choose(0);
  }

  private Kernel choose(double otherwise) {
    Scalar number = natives.own(new Scalar(otherwise));
    return (x, sizes) -> where(x[0], x[1], number); // [..., query, key]
  }

  /** (scores) → which of them count. */
  Kernel counts() {
    Scalar never = natives.own(new Scalar(NEVER));
    return (x, sizes) -> x[0].gt(never); // [..., query, key]
  }

  /** (mask [..., query, key]) → 1 where a query may see any key, else 0: [..., query, 1]. */
  Kernel seesAny() {
    return (x, sizes) -> {
      try (Tensor any = x[0].any(-1, true)) { // [..., query, 1]
        return any.to(transfer.floatType()); // [..., query, 1]
      }
    };
  }

  /** Softmax attention over [batch, head, query or key, head_dim], without a bias. */
  Kernel attention(double scale, boolean causal) {
    DoubleOptional factor = natives.own(new DoubleOptional(scale));
    return (x, sizes) ->
        scaled_dot_product_attention(
            x[0], x[1], x[2], none, 0.0, causal, factor, false); // [b, h, query, head_dim]
  }

  /** Softmax attention whose fourth operand is added to the scores. */
  Kernel biasedAttention(double scale) {
    DoubleOptional factor = natives.own(new DoubleOptional(scale));
    return (x, sizes) -> {
      try (TensorOptional bias = new TensorOptional(x[3])) {
        return scaled_dot_product_attention(
            x[0], x[1], x[2], bias, 0.0, false, factor, false); // [b, h, query, head_dim]
      }
    };
  }

  /** The same value with axes of size 1 in front. */
  static Kernel prepend(int axes, int rank) {
    long[] sizesToBe = new long[axes + rank];
    Arrays.fill(sizesToBe, 0, axes, 1);
    Arrays.fill(sizesToBe, axes, sizesToBe.length, -1); // as they are
    return (x, sizes) -> x[0].expand(sizesToBe); // [1, ..., ...]
  }
}
