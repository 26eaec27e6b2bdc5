package org.ablate.libtorch;

import java.util.List;
import java.util.Map;
import org.ablate.tensor.Graph;
import org.bytedeco.pytorch.Tensor;

/** Turns gradients into steps, and can be saved and restored to the bit. */
interface Optimizer extends AutoCloseable {

  /** The optimizer of the parameters of a graph that are learned. */
  static Optimizer of(StepSettings step, Graph graph, Weights parameters, Transfer transfer) {
    OptimizerSettings settings = step.optimizer();
    Decays decays = new Decays(step.weightDecay());
    Map<String, Tensor> weights = parameters.learned(graph);
    if (settings instanceof AdamW adamW) {
      return FusedAdam.of(adamW, weights, decays, transfer);
    }
    if (settings instanceof Adam adam) {
      return FusedAdam.of(adam, weights, decays, transfer);
    }
    if (settings instanceof Adafactor adafactor) {
      return new AdafactorOptimizer(adafactor, weights, transfer);
    }
    if (settings instanceof Lion lion) {
      return new LionOptimizer(lion, weights, decays, transfer);
    }
    if (settings instanceof Muon muon) {
      return new MuonOptimizer(muon, weights, HiddenMatrices.of(graph), decays, transfer);
    }
    return new SgdOptimizer((Sgd) settings, weights, decays, transfer);
  }

  /** What is learned. */
  List<Tensor> weights();

  /**
   * One step.
   *
   * @param gradients in the order of the weights; undefined ones leave their weight as it is. They
   *     are not changed.
   */
  void step(List<Tensor> gradients, double learningRate);

  /** What it goes on with from step to step. */
  Remembered remembered();

  @Override
  default void close() {
    remembered().close();
  }
}
