package org.ablate.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** {@link Lion}. */
final class LionOptimizer implements Optimizer {
  private static final String MEAN = "mean.";

  private final Lion settings;
  private final Remembered remembered;
  private final List<Tensor> weights;
  private final List<Tensor> means = new ArrayList<>();
  private final List<Double> decays = new ArrayList<>();

  LionOptimizer(Lion settings, Map<String, Tensor> weights, Decays stated, Transfer transfer) {
    this.settings = settings;
    this.remembered = new Remembered(transfer);
    this.weights = List.copyOf(weights.values());
    weights.forEach((name, weight) -> means.add(remembered.zerosLike(MEAN + name, weight)));
    weights.forEach((name, weight) -> decays.add(stated.of(name, weight, settings.weightDecay())));
  }

  @Override
  public List<Tensor> weights() {
    return weights;
  }

  @Override
  public void step(List<Tensor> gradients, double learningRate) {
    try (NoGradGuard withoutGradient = new NoGradGuard();
        Scalar ofDirection = new Scalar(1 - settings.beta1());
        Scalar ofMean = new Scalar(1 - settings.beta2());
        Scalar down = new Scalar(-learningRate)) {
      for (int i = 0; i < weights.size(); i++) {
        Tensor weight = weights.get(i); // [parameter's shape]
        Tensor mean = means.get(i); // [parameter's shape]
        Tensor gradient = gradients.get(i); // [parameter's shape]
        if (!gradient.defined()) {
          continue;
        }
        if (decays.get(i) > 0) {
          try (Scalar left = new Scalar(1 - learningRate * decays.get(i))) {
            weight.mul_(left);
          }
        }
        try (Tensor between = mean.lerp(gradient, ofDirection)) { // [parameter's shape]
          weight.add_(between.sign_(), down);
        }
        mean.lerp_(gradient, ofMean);
      }
    }
  }

  @Override
  public Remembered remembered() {
    return remembered;
  }
}
