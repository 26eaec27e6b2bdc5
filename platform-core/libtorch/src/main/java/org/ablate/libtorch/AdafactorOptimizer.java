package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@link Adafactor}. Parameters with more than two axes are matrices along the last two; those with
 * fewer keep a mean square for every number.
 */
final class AdafactorOptimizer implements Optimizer {
  private static final String ROWS = "rows.";
  private static final String COLUMNS = "columns.";
  private static final String SQUARES = "squares.";
  private static final String STEPS = "steps";

  /** The running mean of a parameter's squared gradients. */
  private sealed interface Squares permits Whole, Factored {}

  /**
   * For every number.
   *
   * @param mean [parameter's shape]
   */
  private record Whole(Tensor mean) implements Squares {}

  /**
   * For rows and columns.
   *
   * @param rows [..., row, 1]
   * @param columns [..., 1, column]
   */
  private record Factored(Tensor rows, Tensor columns) implements Squares {}

  private final Adafactor settings;
  private final Remembered remembered;
  private final List<Tensor> weights;
  private final List<Squares> squares = new ArrayList<>();
  private final Tensor steps;

  AdafactorOptimizer(Adafactor settings, Map<String, Tensor> weights, Transfer transfer) {
    this.settings = settings;
    this.remembered = new Remembered(transfer);
    this.weights = List.copyOf(weights.values());
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      weights.forEach((name, weight) -> squares.add(zeroSquares(name, weight)));
      steps = remembered.keep(STEPS, zeros(new long[0], transfer.options(ScalarType.Float))); // []
    }
  }

  private Squares zeroSquares(String name, Tensor weight) {
    if (weight.dim() < 2) {
      return new Whole(remembered.zerosLike(SQUARES + name, weight));
    }
    return new Factored(
        remembered.zerosLike(ROWS + name, weight.narrow(-1, 0, 1)), // [..., row, 1]
        remembered.zerosLike(COLUMNS + name, weight.narrow(-2, 0, 1))); // [..., 1, column]
  }

  @Override
  public List<Tensor> weights() {
    return weights;
  }

  @Override
  public void step(List<Tensor> gradients, double learningRate) {
    try (NoGradGuard withoutGradient = new NoGradGuard()) {
      steps.add_(new Scalar(1.0));
      Scalar fresh = new Scalar(Math.pow(steps.item_double(), -settings.decayExponent()));
      for (int i = 0; i < weights.size(); i++) {
        if (gradients.get(i).defined()) {
          step(weights.get(i), squares.get(i), gradients.get(i), fresh, learningRate);
        }
      }
    }
  }

  /**
   * A step of one parameter.
   *
   * @param fresh the part of the running mean that is new
   */
  private void step(
      Tensor weight, Squares squares, Tensor gradient, Scalar fresh, double learningRate) {
    Tensor square = gradient.square().add_(new Scalar(settings.epsilon())); // [parameter's shape]
    Tensor step = gradient.div(next(squares, square, fresh).sqrt_()); // [parameter's shape]
    Tensor excess = rootMeanSquare(step).div_(new Scalar(settings.clippingThreshold())); // []
    Tensor scale = rootMeanSquare(weight).clamp_min_(new Scalar(settings.smallestScale())); // []
    step.mul_(scale.div_(excess.clamp_min_(new Scalar(1.0))));
    weight.add_(step, new Scalar(-learningRate));
  }

  /** The mean squares after a step, in memory of their own. */
  private static Tensor next(Squares squares, Tensor square, Scalar fresh) {
    if (squares instanceof Factored factored) {
      Tensor rows = factored.rows().lerp_(mean(square, -1), fresh); // [..., row, 1]
      Tensor columns = factored.columns().lerp_(mean(square, -2), fresh); // [..., 1, column]
      return rows.div(mean(rows, -2)).mul(columns); // [parameter's shape]
    }
    return ((Whole) squares).mean().lerp_(square, fresh).clone(); // [parameter's shape]
  }

  private static Tensor mean(Tensor x, long axis) {
    return x.mean(new long[] {axis}, true, new ScalarTypeOptional()); // [..., 1, ...]
  }

  private static Tensor rootMeanSquare(Tensor x) {
    return x.square().mean().sqrt_(); // []
  }

  @Override
  public Remembered remembered() {
    return remembered;
  }
}
