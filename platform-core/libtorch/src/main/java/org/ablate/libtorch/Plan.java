package org.ablate.libtorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.tensor.Op;
import org.ablate.tensor.Tensor;

/**
 * What a run does, step by step. Each value has a slot. Values that depend on nothing but sizes are
 * computed apart, once for each size; the others are released as soon as nothing needs them.
 *
 * @param slots how many slots there are
 * @param inputs the slots of inputs by name
 * @param weights the slots of parameters and buffers by name
 * @param constants the calls that depend on nothing but sizes
 * @param keptConstants the slots of their results that other calls need
 * @param instructions the other calls
 * @param stages how many of these come before the end of each stage, in rising order
 * @param outputs the slots of outputs by name
 * @param updates the slots of what buffers hold afterwards
 * @param states the slots of what is left for the next call of incremental decoding
 */
record Plan(
    int slots,
    Map<String, Integer> inputs,
    Map<String, Integer> weights,
    List<Instruction> constants,
    Set<Integer> keptConstants,
    List<Instruction> instructions,
    List<Integer> stages,
    Map<String, Integer> outputs,
    Map<String, Integer> updates,
    Map<String, Integer> states) {

  /**
   * One call of a kernel.
   *
   * @param operands the slots that it reads
   * @param results the slots that it fills
   * @param released the slots that nothing needs afterwards
   * @param origin the value of the graph that it belongs to
   */
  record Instruction(
      JointKernel kernel, int[] operands, List<Result> results, int[] released, Tensor origin) {

    /** The slots that it fills. */
    List<Integer> filled() {
      return results.stream().map(Result::slot).toList();
    }
  }

  /**
   * Where a value goes that a kernel computes.
   *
   * @param index which of the kernel's values it is
   */
  record Result(int index, int slot) {}

  /** Leaves out what is not needed for the values that are wanted, and orders the rest. */
  static Plan of(
      Map<String, Value> outputs,
      Map<String, Value> updates,
      Map<String, Value> states,
      List<Value> stages) {
    Set<Value> roots = new HashSet<>();
    Stream.of(outputs, updates, states).forEach(named -> roots.addAll(named.values()));
    List<Value> values = needed(roots);
    Map<Value, Integer> slots = new HashMap<>();
    Map<Value, Value> lastUsers = new HashMap<>();
    Map<Value, List<Result>> results = new HashMap<>();
    for (Value value : values) {
      slots.put(value, slots.size());
      value.operands.forEach(operand -> lastUsers.put(operand, value));
      if (value.isResult()) {
        results
            .computeIfAbsent(value.operands.get(0), joint -> new ArrayList<>())
            .add(new Result(value.result, slots.get(value)));
      }
    }
    Map<String, Integer> inputs = new LinkedHashMap<>();
    Map<String, Integer> weights = new LinkedHashMap<>();
    List<Instruction> constants = new ArrayList<>();
    List<Instruction> instructions = new ArrayList<>();
    for (Value value : values) {
      Op op = value.origin.op();
      if (value.isComputed()) {
        Stream<Value> released =
            value.operands.stream()
                .filter(operand -> lastUsers.get(operand) == value)
                .filter(operand -> !operand.constant && !roots.contains(operand));
        List<Result> filled = results.getOrDefault(value, List.of(new Result(0, slots.get(value))));
        (value.constant ? constants : instructions)
            .add(instruction(value, filled, released, slots));
      } else if (op instanceof Op.Input input) {
        inputs.put(input.name(), slots.get(value));
      } else if (op instanceof Op.Parameter parameter) {
        weights.put(parameter.name(), slots.get(value));
      } else if (op instanceof Op.Buffer buffer) {
        weights.put(buffer.name(), slots.get(value));
      }
    }
    return new Plan(
        values.size(),
        inputs,
        weights,
        constants,
        keptConstants(values, roots, slots),
        instructions,
        ends(stages, values),
        slotsOf(outputs, slots),
        slotsOf(updates, slots),
        slotsOf(states, slots));
  }

  private static List<Integer> ends(List<Value> stages, List<Value> values) {
    return stages.stream()
        .map(
            stage ->
                (int)
                    values.stream()
                        .filter(value -> value.isComputed() && !value.constant)
                        .filter(value -> value.id <= stage.id)
                        .count())
        .distinct()
        .sorted()
        .toList();
  }

  private static Instruction instruction(
      Value value, List<Result> results, Stream<Value> released, Map<Value, Integer> slots) {
    return new Instruction(
        value.kernel,
        value.operands.stream().mapToInt(slots::get).toArray(),
        results,
        released.mapToInt(slots::get).distinct().toArray(),
        value.origin);
  }

  private static List<Value> needed(Set<Value> roots) {
    Set<Value> seen = new HashSet<>(roots);
    Deque<Value> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (Value operand : open.pop().operands) {
        if (seen.add(operand)) {
          open.push(operand);
        }
      }
    }
    return seen.stream().sorted(Comparator.comparingInt(value -> value.id)).toList();
  }

  private static Set<Integer> keptConstants(
      List<Value> values, Set<Value> roots, Map<Value, Integer> slots) {
    Set<Integer> kept = new HashSet<>();
    Stream<Value> operands =
        values.stream().filter(value -> !value.constant).flatMap(value -> value.operands.stream());
    Stream.concat(roots.stream(), operands)
        .filter(value -> value.constant)
        .forEach(value -> kept.add(slots.get(value)));
    return kept;
  }

  private static Map<String, Integer> slotsOf(Map<String, Value> named, Map<Value, Integer> slots) {
    Map<String, Integer> found = new LinkedHashMap<>();
    named.forEach((name, value) -> found.put(name, slots.get(value)));
    return found;
  }
}
