package org.ablate.libtorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Derivatives with less memory: the forward pass keeps only what goes from one part of the
 * computation to later ones, and the backward pass computes each part again before it goes through
 * it, with the same random numbers. The last part is computed once. Chen et al. (2016),
 * arXiv:1604.06174, §4.1.
 *
 * <p>Derivatives have the same bits as without: each use of a value from before a part has a
 * derivative of its own, and those are added up in the order in which autograd would, from the last
 * use to the first.
 */
final class Recomputation implements Differentiation {
  private final Plan plan;
  private final List<String> parameters;
  private final RandomSource random;
  private final List<Part> parts;

  /**
   * What is computed up to the end of a stage.
   *
   * @param kept the slots that are filled here and needed by later parts, or wanted of the run
   */
  private record Part(List<Plan.Instruction> instructions, List<Integer> kept) {}

  /**
   * A value from before a part, as one instruction of the part sees it.
   *
   * @param alias the same numbers, as a variable
   */
  private record Use(int slot, Tensor alias) {}

  /**
   * Prepares the parts.
   *
   * @param parameters the names of those that are learned
   */
  Recomputation(Plan plan, List<String> parameters, RandomSource random) {
    this.plan = plan;
    this.parameters = parameters;
    this.random = random;
    this.parts = parts(plan);
  }

  private static List<Part> parts(Plan plan) {
    Set<Integer> needed = new HashSet<>(plan.outputs().values());
    needed.addAll(plan.updates().values());
    List<Part> parts = new ArrayList<>();
    List<Integer> ends = endsBeforeLoss(plan);
    int end = plan.instructions().size();
    for (int i = ends.size(); i >= 0; i--) {
      int start = i == 0 ? 0 : ends.get(i - 1);
      List<Plan.Instruction> instructions = plan.instructions().subList(start, end);
      List<Integer> kept =
          instructions.stream()
              .flatMap(instruction -> instruction.filled().stream())
              .filter(needed::contains)
              .toList();
      parts.add(new Part(instructions, kept));
      for (Plan.Instruction instruction : instructions) {
        for (int operand : instruction.operands()) {
          needed.add(operand);
        }
      }
      end = start;
    }
    Collections.reverse(parts);
    return parts;
  }

  /** The ends of stages that do not compute the loss, which is then that of the last part. */
  private static List<Integer> endsBeforeLoss(Plan plan) {
    int slot = plan.outputs().get(TrainingStep.LOSS);
    long loss =
        plan.instructions().stream()
            .takeWhile(instruction -> !instruction.filled().contains(slot))
            .count();
    return plan.stages().stream().filter(end -> end > 0 && end <= loss).toList();
  }

  @Override
  public List<Tensor> execute(Run run, double share) {
    return new Pass(run).differentiate(share);
  }

  /** The passes through one run. */
  private final class Pass {
    private final Run run;

    /** The slots of kept values that depend on what is learned. */
    private final Set<Integer> learned = new HashSet<>();

    /** Of what has been gone through so far, by slot. */
    private final Map<Integer, Tensor> derivatives = new HashMap<>();

    Pass(Run run) {
      this.run = run;
    }

    List<Tensor> differentiate(double share) {
      Deque<byte[]> randomStates = new ArrayDeque<>();
      for (Part part : parts.subList(0, parts.size() - 1)) {
        randomStates.push(random.state());
        forward(part);
      }
      last(parts.get(parts.size() - 1), share);
      byte[] randomStateAfterwards = random.state();
      for (int i = parts.size() - 2; i >= 0; i--) {
        random.restore(randomStates.pop());
        backward(parts.get(i));
      }
      random.restore(randomStateAfterwards);
      return parameters.stream().map(this::derivative).toList();
    }

    private Tensor derivative(String parameter) {
      Tensor derivative = derivatives.get(plan.weights().get(parameter)); // [parameter's shape]
      return derivative == null ? new Tensor() : derivative; // [parameter's shape], or undefined
    }

    /** Computes a part and forgets all but what is kept. */
    private void forward(Part part) {
      try (Natives natives = new Natives()) {
        try (PointerScope scope = new PointerScope()) {
          keep(part, compute(part, new ArrayDeque<>()), natives);
        }
        attachKept(part);
      }
    }

    private Run compute(Part part, Deque<Use> uses) {
      Run computed = new Run(plan, run.sizes());
      computed.execute(part.instructions(), slot -> asVariable(slot, uses));
      return computed;
    }

    private Tensor asVariable(int slot, Deque<Use> uses) {
      Tensor value = run.value(slot); // [...]
      if (!value.requires_grad() && !learned.contains(slot)) {
        return value;
      }
      Tensor alias = value.detach().requires_grad_(true); // as value
      uses.push(new Use(slot, alias));
      return alias;
    }

    private void keep(Part part, Run computed, Natives natives) {
      for (int slot : part.kept()) {
        Tensor value = computed.value(slot); // [...]
        if (value.requires_grad()) {
          learned.add(slot);
        }
        run.give(slot, natives.own(value.detach()));
      }
    }

    /** Makes what is kept live as long as the scope around the passes. */
    private void attachKept(Part part) {
      part.kept().forEach(slot -> run.give(slot, new Tensor(run.value(slot))));
    }

    private void last(Part part, double share) {
      Deque<Use> uses = new ArrayDeque<>();
      try (Natives natives = new Natives()) {
        List<Tensor> found;
        try (PointerScope scope = new PointerScope()) {
          Run computed = compute(part, uses);
          keep(part, computed, natives);
          Tensor loss = lossOf(computed); // []
          found =
              loss.requires_grad()
                  ? grad(List.of(Differentiation.loss(loss, share)), List.of(), uses, natives)
                  : List.of();
        }
        attachKept(part);
        add(uses, found);
      }
    }

    private Tensor lossOf(Run computed) {
      int slot = plan.outputs().get(TrainingStep.LOSS);
      Tensor here = computed.value(slot); // []
      return here == null ? run.value(slot) : here;
    }

    /** Computes a part again, and goes through it backwards. */
    private void backward(Part part) {
      List<Integer> reached =
          part.kept().stream().filter(learned::contains).filter(derivatives::containsKey).toList();
      if (reached.isEmpty()) {
        return;
      }
      Deque<Use> uses = new ArrayDeque<>();
      try (Natives natives = new Natives()) {
        List<Tensor> found;
        try (PointerScope scope = new PointerScope()) {
          Run computed = compute(part, uses);
          found =
              grad(
                  reached.stream().map(computed::value).toList(),
                  reached.stream().map(derivatives::get).toList(),
                  uses,
                  natives);
        }
        add(uses, found);
      }
    }

    /** The derivatives by each use, from the last to the first. */
    private List<Tensor> grad(
        List<Tensor> results, List<Tensor> ofResults, Deque<Use> uses, Natives owner) {
      TensorVector found = Gradients.of(results, ofResults, uses.stream().map(Use::alias).toList());
      List<Tensor> derivatives = new ArrayList<>();
      for (int i = 0; i < uses.size(); i++) {
        derivatives.add(owner.own(new Tensor(found.get(i)))); // as the use, or undefined
      }
      return derivatives;
    }

    private void add(Deque<Use> uses, List<Tensor> found) {
      int i = 0;
      for (Use use : uses) {
        Tensor more = found.isEmpty() ? new Tensor() : found.get(i); // as the use, or undefined
        if (more.defined()) {
          derivatives.merge(use.slot(), new Tensor(more), Pass::sum);
        }
        i++;
      }
    }

    private static Tensor sum(Tensor sum, Tensor more) {
      Tensor next = sum.add(more); // as both
      sum.deallocate();
      more.deallocate();
      return next;
    }
  }
}
