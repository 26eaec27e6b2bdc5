package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.stack;

import java.util.ArrayList;
import java.util.List;
import org.ablate.tensor.Op;
import org.ablate.tensor.TensorType;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** A recurrence: a plan for its step, which runs once for each entry of the axis. */
final class Loop implements JointKernel {
  private final Op.Scan scan;
  private final Plan step;
  private final Transfer transfer;
  private final List<String> inputs;
  private final List<String> outputs;

  /**
   * Makes a loop.
   *
   * @param scan any result of the recurrence
   * @param step a plan for its body
   */
  Loop(Op.Scan scan, Plan step, Transfer transfer) {
    this.scan = scan;
    this.step = step;
    this.transfer = transfer;
    this.inputs = scan.body().inputs().stream().map(Op.Input::name).toList();
    this.outputs = List.copyOf(scan.body().outputs().keySet());
  }

  /** The states after the last step, then the stacks. */
  @Override
  public List<Tensor> run(Tensor[] x, Sizes sizes) {
    Run constants = new Run(step, sizes);
    constants.executeConstants();
    long length = x[scan.states()].shape()[scan.axis()];
    try (Natives kept = new Natives()) {
      List<TensorVector> entries = entries(x, kept);
      List<Tensor> states = new ArrayList<>(List.of(x).subList(0, scan.states()));
      List<List<Tensor>> given = new ArrayList<>();
      for (long i = 0; i < length; i++) {
        List<Tensor> next = step(x, states, at(i, entries), constants, kept);
        if (i > 0) {
          states.forEach(Tensor::deallocate);
        }
        states = next.subList(0, scan.states());
        given.add(next.subList(scan.states(), next.size()));
      }
      List<Tensor> all = new ArrayList<>();
      states.forEach(state -> all.add(new Tensor(state)));
      for (int stack = 0; stack < outputs.size() - scan.states(); stack++) {
        all.add(stacked(given, stack, sizes));
      }
      return all;
    }
  }

  /**
   * The entries of each sequence. Taken apart at once, their gradients are put together at once;
   * each one alone would have the gradient of the whole sequence, with zeros for the others.
   */
  private List<TensorVector> entries(Tensor[] x, Natives kept) {
    List<TensorVector> entries = new ArrayList<>();
    for (int i = scan.states(); i < scan.states() + scan.sequences(); i++) {
      entries.add(kept.own(x[i].unbind(scan.axis()))); // length of [... without axis]
    }
    return entries;
  }

  private static List<Tensor> at(long entry, List<TensorVector> entries) {
    return entries.stream().map(ofSequence -> ofSequence.get(entry)).toList();
  }

  /** The outputs of the step for one entry of the axis. */
  private List<Tensor> step(
      Tensor[] x, List<Tensor> states, List<Tensor> entries, Run constants, Natives kept) {
    try (PointerScope scope = new PointerScope()) {
      Run run = new Run(step, constants.sizes());
      step.keptConstants().forEach(slot -> run.lend(slot, constants.value(slot)));
      for (int i = 0; i < x.length; i++) {
        run.lendInput(inputs.get(i), input(i, x, states, entries));
      }
      run.execute();
      return outputs.stream().map(name -> kept.own(new Tensor(run.outputs().get(name)))).toList();
    }
  }

  /** States come first, then entries, then what is the same in all steps. */
  private Tensor input(int index, Tensor[] x, List<Tensor> states, List<Tensor> entries) {
    int entry = index - scan.states();
    if (entry < 0) {
      return states.get(index); // [...]
    }
    return entry < scan.sequences() ? entries.get(entry) : x[index]; // [...]
  }

  private Tensor stacked(List<List<Tensor>> given, int stack, Sizes sizes) {
    if (given.isEmpty()) {
      return nothing(stack, sizes); // [..., 0, ...]
    }
    Tensor[] entries = given.stream().map(each -> each.get(stack)).toArray(Tensor[]::new);
    try (TensorVector vector = new TensorVector(entries)) {
      return stack(vector, scan.axis()); // [..., length, ...]
    }
  }

  private Tensor nothing(int stack, Sizes sizes) {
    String name = outputs.get(scan.states() + stack);
    TensorType each = scan.body().outputs().get(name).type();
    List<Long> shape = new ArrayList<>();
    for (long size : sizes.of(each.shape())) {
      shape.add(size);
    }
    shape.add(scan.axis(), 0L);
    return empty(
        shape.stream().mapToLong(Long::longValue).toArray(),
        transfer.options(each.dataType()),
        new MemoryFormatOptional()); // [..., 0, ...]
  }
}
