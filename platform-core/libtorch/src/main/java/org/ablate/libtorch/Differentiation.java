package org.ablate.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** How the derivatives of the loss of a training step are found. */
interface Differentiation {

  /**
   * Executes a run and differentiates its loss. What this gives lives as long as the pointer scope
   * around the call, and is not to be changed in place.
   *
   * @param run all that is given is in it; afterwards it has the outputs and updates too
   * @param share what the loss is multiplied by first
   * @return for each learned parameter its derivative, or an undefined tensor if there is no
   *     dependence
   */
  List<Tensor> execute(Run run, double share);

  /** The loss of a run, multiplied by a share. */
  static Tensor loss(Tensor loss, double share) {
    return share == 1 ? loss : loss.mul(new Scalar(share)); // []
  }

  /** By autograd, which keeps what the backward pass needs of the whole run. */
  record AtOnce(List<Tensor> variables) implements Differentiation {
    @Override
    public List<Tensor> execute(Run run, double share) {
      run.execute();
      Tensor loss = loss(run.outputs().get(TrainingStep.LOSS), share); // []
      return Gradients.of(loss, variables);
    }
  }
}
