package org.ablate.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** {@link Muon}. */
final class MuonOptimizer implements Optimizer {
  private static final String SUM = "sum.";
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  /** Added to the norm, so that no step comes of no gradient. */
  private static final double EPSILON = 1e-7;

  /** The root mean square of a step of AdamW, as it has been observed. */
  private static final double SIZE_OF_ADAMW = 0.2;

  /**
   * A hidden matrix, and what is remembered of its gradients.
   *
   * @param place among all parameters
   * @param weight [..., row, column], as is the sum
   */
  private record Matrix(int place, Tensor weight, Tensor sum, double weightDecay) {}

  private final Muon settings;
  private final Remembered remembered;
  private final List<Tensor> weights;
  private final List<Matrix> matrices = new ArrayList<>();
  private final List<Integer> placesOfOthers = new ArrayList<>();
  private final FusedAdam others;

  /**
   * Makes the optimizer.
   *
   * @param hiddenMatrices the names of those that are not left to AdamW
   */
  MuonOptimizer(
      Muon settings,
      Map<String, Tensor> weights,
      Set<String> hiddenMatrices,
      Decays decays,
      Transfer transfer) {
    this.settings = settings;
    this.remembered = new Remembered(transfer);
    this.weights = List.copyOf(weights.values());
    Map<String, Tensor> rest = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, Tensor> each : weights.entrySet()) {
      String name = each.getKey();
      Tensor weight = each.getValue(); // [parameter's shape]
      if (hiddenMatrices.contains(name)) {
        Tensor sum = remembered.zerosLike(SUM + name, weight); // [..., row, column]
        double decay = decays.of(name, weight, settings.weightDecay());
        matrices.add(new Matrix(place, weight, sum, decay));
      } else {
        rest.put(name, weight);
        placesOfOthers.add(place);
      }
      place++;
    }
    this.others = FusedAdam.of(settings.others(), rest, decays, remembered, transfer);
  }

  @Override
  public List<Tensor> weights() {
    return weights;
  }

  @Override
  public void step(List<Tensor> gradients, double learningRate) {
    others.step(placesOfOthers.stream().map(gradients::get).toList(), learningRate);
    for (Matrix matrix : matrices) {
      Tensor gradient = gradients.get(matrix.place()); // [..., row, column]
      if (gradient.defined()) {
        try (PointerScope scope = new PointerScope();
            NoGradGuard withoutGradient = new NoGradGuard()) {
          step(matrix, gradient, learningRate);
        }
      }
    }
  }

  private void step(Matrix matrix, Tensor gradient, double learningRate) {
    Scalar momentum = new Scalar(settings.momentum());
    matrix.sum().mul_(momentum).add_(gradient);
    Tensor direction =
        settings.nesterov()
            ? gradient.add(matrix.sum(), momentum)
            : matrix.sum(); // [..., row, column]
    long longer = Math.max(direction.size(-2), direction.size(-1));
    double size = SIZE_OF_ADAMW * Math.sqrt(longer);
    matrix.weight().mul_(new Scalar(1 - learningRate * matrix.weightDecay()));
    matrix.weight().add_(orthogonalized(direction), new Scalar(-learningRate * size));
  }

  /** Near the matrix of the same singular vectors whose singular values are all 1. */
  private Tensor orthogonalized(Tensor direction) {
    boolean isHigh = direction.size(-2) > direction.size(-1);
    Tensor wide = isHigh ? direction.transpose(-2, -1) : direction; // [..., short, long]
    Tensor squares =
        wide.square().sum(new long[] {-2, -1}, true, new ScalarTypeOptional()); // [..., 1, 1]
    Tensor x = wide.div(squares.sqrt_().add_(new Scalar(EPSILON))); // [..., short, long]
    for (int i = 0; i < settings.iterations(); i++) {
      Tensor products = x.matmul(x.transpose(-2, -1)); // [..., short, short]
      Tensor polynomial =
          products
              .mul(new Scalar(B))
              .add_(products.matmul(products), new Scalar(C)); // [..., short, short]
      x = x.mul(new Scalar(A)).add_(polynomial.matmul(x)); // [..., short, long]
    }
    return isHigh ? x.transpose(-2, -1) : x; // [..., row, column]
  }

  @Override
  public Remembered remembered() {
    return remembered;
  }

  @Override
  public void close() {
    others.close(); // with what is remembered of hidden matrices
  }
}
