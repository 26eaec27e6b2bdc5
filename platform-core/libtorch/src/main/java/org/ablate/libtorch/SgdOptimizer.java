package org.ablate.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** {@link Sgd}. */
final class SgdOptimizer implements Optimizer {
  private static final String VELOCITY = "velocity.";

  private final Sgd settings;
  private final Remembered remembered;
  private final List<Tensor> weights;
  private final List<Tensor> velocities = new ArrayList<>();
  private final List<Double> decays = new ArrayList<>();

  SgdOptimizer(Sgd settings, Map<String, Tensor> weights, Decays stated, Transfer transfer) {
    this.settings = settings;
    this.remembered = new Remembered(transfer);
    this.weights = List.copyOf(weights.values());
    weights.forEach(
        (name, weight) -> velocities.add(remembered.zerosLike(VELOCITY + name, weight)));
    weights.forEach((name, weight) -> decays.add(stated.of(name, weight, settings.weightDecay())));
  }

  @Override
  public List<Tensor> weights() {
    return weights;
  }

  @Override
  public void step(List<Tensor> gradients, double learningRate) {
    try (NoGradGuard withoutGradient = new NoGradGuard();
        Scalar momentum = new Scalar(settings.momentum());
        Scalar down = new Scalar(-learningRate)) {
      for (int i = 0; i < weights.size(); i++) {
        if (gradients.get(i).defined()) {
          try (Tensor slope = slope(weights.get(i), gradients.get(i), decays.get(i))) {
            step(weights.get(i), velocities.get(i), slope, momentum, down);
          }
        }
      }
    }
  }

  /** The gradient and what the decay adds to it. */
  private static Tensor slope(Tensor weight, Tensor gradient, double decay) {
    if (decay == 0) {
      return gradient.detach(); // [parameter's shape]
    }
    try (Scalar share = new Scalar(decay)) {
      return gradient.add(weight, share); // [parameter's shape]
    }
  }

  /** All tensors have the parameter's shape. */
  private void step(Tensor weight, Tensor velocity, Tensor slope, Scalar momentum, Scalar down) {
    velocity.mul_(momentum).add_(slope);
    if (settings.nesterov()) {
      try (Tensor ahead = slope.add(velocity, momentum)) {
        weight.add_(ahead, down);
      }
    } else {
      weight.add_(velocity, down);
    }
  }

  @Override
  public Remembered remembered() {
    return remembered;
  }
}
