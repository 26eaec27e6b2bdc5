package org.ablate.libtorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;

/** The values of one run, on the device, for as long as the pointer scope around it is open. */
final class Run {
  private final Plan plan;
  private final Sizes sizes;
  private final Tensor[] values;
  private final boolean[] borrowed;

  Run(Plan plan, Sizes sizes) {
    this.plan = plan;
    this.sizes = sizes;
    this.values = new Tensor[plan.slots()];
    this.borrowed = new boolean[plan.slots()];
  }

  Sizes sizes() {
    return sizes;
  }

  /** Puts in a value that the run may free. */
  void give(int slot, Tensor value) {
    values[slot] = value;
  }

  /** Puts in a value that outlives the run. */
  void lend(int slot, Tensor value) {
    values[slot] = value;
    borrowed[slot] = true;
  }

  /** Puts in an input that outlives the run, in place of what was given, if it is needed at all. */
  void lendInput(String name, Tensor value) {
    if (plan.inputs().containsKey(name)) {
      lend(plan.inputs().get(name), value);
    }
  }

  Tensor value(int slot) {
    return values[slot];
  }

  Map<String, Tensor> outputs() {
    return named(plan.outputs());
  }

  /** What buffers hold afterwards. */
  Map<String, Tensor> updates() {
    return named(plan.updates());
  }

  /** What is left for the next call of incremental decoding. */
  Map<String, Tensor> states() {
    return named(plan.states());
  }

  private Map<String, Tensor> named(Map<String, Integer> slots) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    slots.forEach((name, slot) -> found.put(name, values[slot]));
    return found;
  }

  /**
   * Computes what is wanted.
   *
   * @throws LibtorchException if an operator fails; the message says which and where
   */
  void execute() {
    execute(plan.instructions(), slot -> null);
  }

  /** Computes what depends on nothing but sizes. */
  void executeConstants() {
    execute(plan.constants(), slot -> null);
  }

  /**
   * Computes a part of what is wanted.
   *
   * @param elsewhere what is not here, by its slot; asked for each operand of each instruction, the
   *     last operand first
   * @throws LibtorchException as {@link #execute()} does
   */
  void execute(List<Plan.Instruction> instructions, IntFunction<Tensor> elsewhere) {
    for (Plan.Instruction instruction : instructions) {
      int[] operands = instruction.operands();
      Tensor[] x = new Tensor[operands.length];
      for (int i = x.length - 1; i >= 0; i--) {
        Tensor here = values[operands[i]]; // [...]
        x[i] = here == null ? elsewhere.apply(operands[i]) : here;
      }
      try {
        store(instruction.kernel().run(x, sizes), instruction.results());
      } catch (LibtorchException e) {
        throw e; // from the step of a recurrence, and says where already
      } catch (RuntimeException e) {
        throw new LibtorchException(Failures.complaint(e) + where(instruction.origin()), e);
      }
      for (int slot : instruction.released()) {
        release(slot);
      }
    }
  }

  /** Keeps what has a slot; the others live as long as the pointer scope. */
  private void store(List<Tensor> computed, List<Plan.Result> results) {
    for (Plan.Result result : results) {
      values[result.slot()] = computed.get(result.index());
    }
  }

  private void release(int slot) {
    if (!borrowed[slot] && values[slot] != null) {
      values[slot].deallocate();
    }
    values[slot] = null;
  }

  private static String where(org.ablate.tensor.Tensor origin) {
    String scope = origin.scope().isEmpty() ? "" : "%n  in %s".formatted(origin.scope());
    return "%n  at %s".formatted(origin) + scope;
  }
}
