package org.ablate.libtorch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ablate.tensor.Tensor;

/** Makes the values of a plan in the order of computation, and equal ones once. */
final class Values {
  private final Map<Computation, Value> known = new HashMap<>();
  private int count;

  /** What makes two values equal. */
  private record Computation(Object what, List<Value> operands) {}

  /** An input, a parameter or a buffer. */
  Value given(Tensor origin) {
    return Value.given(count++, origin);
  }

  /** A value that is another each time, although it is computed in the same way. */
  Value random(Tensor origin, Kernel kernel, List<Value> operands) {
    return Value.random(count++, origin, kernel, operands);
  }

  /** A computation of several values. */
  Value joint(Tensor origin, JointKernel kernel, List<Value> operands) {
    return Value.joint(count++, origin, kernel, operands);
  }

  /** One of the values that are computed together. */
  Value result(Tensor origin, Value joint, int result) {
    return known.computeIfAbsent(
        new Computation(result, List.of(joint)),
        computation -> Value.result(count++, origin, joint, result));
  }

  /**
   * A computed value.
   *
   * @param what says all that the kernel does with its operands
   */
  Value computed(Tensor origin, Object what, Supplier<Kernel> kernel, List<Value> operands) {
    return known.computeIfAbsent(
        new Computation(what, operands),
        computation -> Value.computed(count++, origin, kernel.get(), operands));
  }
}
