package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** A graph with a loss, and the optimizer that lowers it; for one thread at a time. */
public final class TrainingStep implements AutoCloseable {
  /** The output that is lowered. */
  static final String LOSS = "loss";

  private final Program program;
  private final Weights weights;
  private final Optimizer optimizer;
  private final Differentiation differentiation;
  private final Clipping clipping;

  TrainingStep(
      Program program,
      Weights weights,
      Optimizer optimizer,
      Differentiation differentiation,
      Clipping clipping) {
    this.program = program;
    this.weights = weights;
    this.optimizer = optimizer;
    this.differentiation = differentiation;
    this.clipping = clipping;
  }

  static void requireLoss(Graph graph) {
    if (!graph.outputs().containsKey(LOSS)) {
      throw new LibtorchException(
          "a graph to train needs an output 'loss', but its outputs are "
              + graph.outputs().keySet());
    }
    graph
        .outputs()
        .forEach(
            (name, output) -> {
              if (output.rank() != 0 || output.dataType() != DataType.FLOAT) {
                throw new LibtorchException(
                    "the output '%s' must be one float, not %s".formatted(name, output.type()));
              }
            });
  }

  /**
   * One step down the gradient of the weighted mean of the micro-batches' losses; other outputs are
   * told as weighted means too. What a graph leaves for its buffers is stored after each
   * micro-batch.
   *
   * <p>A loss or a gradient that is not finite is not an error here: it is in the outcome, and the
   * parameters have not changed, so that the cause can be looked for.
   *
   * @throws LibtorchException as {@link Program#run} does, and if no micro-batch has a weight above
   *     0; then the parameters have not changed
   */
  public Outcome step(List<MicroBatch> microBatches, double learningRate) {
    List<MicroBatch> counting =
        microBatches.stream().filter(microBatch -> microBatch.weight() > 0).toList();
    if (counting.isEmpty()) {
      throw new LibtorchException(
          "a training step needs at least one micro-batch with a weight above 0");
    }
    double totalWeight = counting.stream().mapToDouble(MicroBatch::weight).sum();
    Map<String, Double> means = new HashMap<>();
    Natives sums = new Natives();
    try (PointerScope scope = new PointerScope()) {
      List<Tensor> gradients = List.of();
      for (MicroBatch microBatch : counting) {
        Natives nextSums = new Natives();
        double share = microBatch.weight() / totalWeight;
        try (PointerScope microScope = new PointerScope()) {
          Run run = program.prepare(weights, microBatch.inputs(), Map.of(), Map.of());
          gradients = sum(gradients, differentiation.execute(run, share), nextSums);
          run.outputs()
              .forEach(
                  (name, value) -> means.merge(name, share * value.item_double(), Double::sum));
          storeUpdates(run);
        } finally {
          sums.close();
          sums = nextSums;
        }
      }
      double loss = means.remove(LOSS);
      double norm = norm(gradients);
      if (Double.isFinite(loss) && Double.isFinite(norm)) {
        optimizer.step(clipped(gradients, norm), learningRate);
      }
      return new Outcome(loss, norm, means);
    } finally {
      sums.close();
    }
  }

  /** Gradients may share memory, so that they are never added to in place. */
  private static List<Tensor> sum(List<Tensor> sums, List<Tensor> more, Natives owner) {
    List<Tensor> next = new ArrayList<>();
    for (int i = 0; i < more.size(); i++) {
      Tensor before = sums.isEmpty() ? new Tensor() : sums.get(i); // [parameter's shape]
      next.add(owner.own(sum(before, more.get(i))));
    }
    return next;
  }

  /** An undefined gradient is zero. */
  private static Tensor sum(Tensor left, Tensor right) {
    return left.defined() && right.defined()
        ? left.add(right)
        : new Tensor(left.defined() ? left : right); // [parameter's shape], or undefined
  }

  private void storeUpdates(Run run) {
    try (NoGradGuard withoutGradient = new NoGradGuard()) {
      run.updates().forEach((name, value) -> weights.get(name).copy_(value));
    }
  }

  private static double norm(List<Tensor> gradients) {
    TensorVector norms = new TensorVector();
    for (Tensor gradient : gradients) {
      if (gradient.defined()) {
        norms.push_back(gradient.norm());
      }
    }
    return norms.empty() ? 0 : stack(norms).norm().item_double();
  }

  private List<Tensor> clipped(List<Tensor> gradients, double norm) {
    if (Double.isInfinite(clipping.value())) {
      return scaledDown(gradients, norm);
    }
    try (Scalar least = new Scalar(-clipping.value());
        Scalar most = new Scalar(clipping.value());
        ScalarOptional from = new ScalarOptional(least);
        ScalarOptional to = new ScalarOptional(most)) {
      List<Tensor> within =
          gradients.stream()
              .map(gradient -> gradient.defined() ? gradient.clamp(from, to) : gradient)
              .toList();
      return scaledDown(within, norm(within));
    }
  }

  private List<Tensor> scaledDown(List<Tensor> gradients, double norm) {
    if (!(norm > clipping.norm())) {
      return gradients;
    }
    double factor = clipping.norm() / norm;
    return gradients.stream()
        .map(gradient -> gradient.defined() ? gradient.mul(new Scalar(factor)) : gradient)
        .toList();
  }

  /** What the optimizer remembers, to be saved: moments by parameter, and the number of steps. */
  public Map<String, Array> optimizerState() {
    return optimizer.remembered().toArrays();
  }

  /**
   * Makes the optimizer go on from an earlier {@link #optimizerState}.
   *
   * @throws LibtorchException if an entry is missing or does not fit; then nothing has changed
   */
  public void restoreOptimizerState(Map<String, Array> state) {
    optimizer.remembered().restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
    program.close();
  }
}
