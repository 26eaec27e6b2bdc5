package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.grad;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Derivatives by libtorch's autograd. */
final class Gradients {
  private Gradients() {}

  /**
   * The derivatives of a number. They may share memory with each other, so nobody may change them
   * in place; and they live as long as the pointer scope around the call.
   *
   * @param result []
   * @return for each variable its derivative, or an undefined tensor if there is no dependence
   */
  static List<Tensor> of(Tensor result, List<Tensor> variables) {
    List<Tensor> derivatives = new ArrayList<>();
    if (!result.requires_grad()) {
      variables.forEach(variable -> derivatives.add(new Tensor()));
      return derivatives;
    }
    TensorVector found = of(List.of(result), List.of(), variables);
    for (int i = 0; i < variables.size(); i++) {
      derivatives.add(found.get(i)); // [variable's shape]
    }
    return derivatives;
  }

  /**
   * The derivatives of several results, added up.
   *
   * @param ofResults the derivatives with respect to the results, of their shapes; none for a
   *     number
   * @return for each variable its derivative, or an undefined tensor if there is no dependence
   */
  static TensorVector of(List<Tensor> results, List<Tensor> ofResults, List<Tensor> variables) {
    return grad(
        new TensorVector(results.toArray(Tensor[]::new)),
        new TensorVector(variables.toArray(Tensor[]::new)),
        new TensorVector(ofResults.toArray(Tensor[]::new)),
        new BoolOptional(),
        false,
        true);
  }
}
