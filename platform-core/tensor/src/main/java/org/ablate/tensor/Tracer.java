package org.ablate.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Collects the operators that a definition applies, in the order in which it applies them. */
final class Tracer {
  final Mode mode;
  final List<Tensor> nodes = new ArrayList<>();
  final Map<String, Tensor> sources = new LinkedHashMap<>();
  final Map<String, Tensor> probes = new LinkedHashMap<>();
  final List<Tensor> stages = new ArrayList<>();
  final Map<String, Tensor> updates = new LinkedHashMap<>();
  final Map<String, Graph.State> states = new LinkedHashMap<>();

  final Map<String, Tensor> auxiliaryLosses = new LinkedHashMap<>();

  /** The state that a name stands for at present, as shared scopes have one for each entry. */
  final Map<String, String> currentStates = new HashMap<>();

  /** The names that are in use in the present entries into scopes. */
  private final Set<Declared> declared = new HashSet<>();

  private record Declared(String kind, String name) {}

  /** What the step of a recurrence takes from outside, and what stands for it inside. */
  private final Map<Tensor, Tensor> captured = new LinkedHashMap<>();

  private final Tracer outer;
  private Tracer step;
  private String path;

  Tracer(Mode mode, String path) {
    this(mode, path, null);
  }

  private Tracer(Mode mode, String path, Tracer outer) {
    this.mode = mode;
    this.path = path;
    this.outer = outer;
  }

  String path() {
    return outer == null ? path : outer.path();
  }

  void enter(String newPath) {
    path = newPath;
  }

  Tensor add(Op op, Tensor... operands) {
    if (step != null && Arrays.stream(operands).anyMatch(step::reaches)) {
      return step.add(op, operands);
    }
    List<Tensor> inputs = Arrays.stream(operands).map(this::inside).toList();
    if (!inputs.stream().allMatch(this::owns)) {
      throw mistake(op.label(), "an operand belongs to another graph", inputs);
    }
    Tensor result = new Tensor(this, nodes.size(), path(), op, inputs, infer(op, inputs));
    nodes.add(result);
    return result;
  }

  private TensorType infer(Op op, List<Tensor> operands) {
    try {
      return op.infer(operands.stream().map(Tensor::type).toList());
    } catch (IllegalArgumentException e) {
      throw mistake(op.label(), e.getMessage(), operands);
    }
  }

  boolean owns(Tensor tensor) {
    return tensor.id() < nodes.size() && nodes.get(tensor.id()) == tensor;
  }

  /** Whether a tensor belongs to what this traces, or to a step within it. */
  private boolean reaches(Tensor tensor) {
    return owns(tensor) || (step != null && step.reaches(tensor));
  }

  /** A tensor from outside of a step as the step sees it. */
  private Tensor inside(Tensor tensor) {
    if (outer == null || owns(tensor)) {
      return tensor;
    }
    Tensor outside = outer.inside(tensor); // as tensor
    if (!outer.owns(outside)) {
      return tensor;
    }
    Tensor known = captured.get(outside); // as tensor
    return known == null ? capture(outside) : known;
  }

  private Tensor capture(Tensor outside) {
    Tensor inside = formal("outside_" + captured.size(), outside.type()); // as outside
    captured.put(outside, inside);
    return inside;
  }

  private Tensor formal(String name, TensorType type) {
    return add(new Op.Input(name, type)); // [type...]
  }

  /** A part of an operator whose complaint, if it has one, becomes a message to the author. */
  <T> T checked(String operator, List<Tensor> operands, Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw mistake(operator, e.getMessage(), operands);
    }
  }

  /**
   * An input, parameter or buffer: the one of the name where an earlier entry into a shared scope
   * has it.
   */
  Tensor source(String name, Op op) {
    declare("source", op.label(), name);
    Tensor known = sources.get(name);
    if (known == null) {
      Tensor source = add(op);
      sources.put(name, source);
      return source;
    }
    if (!known.op().equals(op)) {
      throw mistake(
          op.label(),
          "the name '%s' is shared, and is not what it was before".formatted(name),
          List.of(known));
    }
    return known;
  }

  /** A name for what each entry into a shared scope has for itself: numbered from the second on. */
  String unshared(String kind, String name, Map<String, ?> taken) {
    declare(kind, kind, name);
    if (!taken.containsKey(name)) {
      return name;
    }
    int entry = 2;
    while (taken.containsKey(name + "_" + entry)) {
      entry++;
    }
    return name + "_" + entry;
  }

  /** Names in a scope are used once. */
  private void declare(String kind, String operator, String name) {
    if (!declared.add(new Declared(kind, name))) {
      throw mistake(
          operator,
          "the name '%s' is taken; choose another, or use scope.shared where it is to be the same"
              .formatted(name),
          List.of());
    }
  }

  /** A shared scope may use its names once more. */
  void enterShared(String sharedPath) {
    declared.removeIf(known -> known.name().startsWith(sharedPath + "."));
  }

  Tensor call(Composite composite, Tensor... operands) {
    Tracer inner = new Tracer(mode, path());
    List<Tensor> formal = new ArrayList<>();
    for (int i = 0; i < operands.length; i++) {
      String name = "operand_" + i;
      formal.add(inner.source(name, new Op.Input(name, operands[i].type())));
    }
    Tensor result = composite.define(formal);
    return add(new Op.Call(composite, new Graph(inner, Map.of("result", result))), operands);
  }

  Recurrence scan(
      int axis, List<Tensor> sequences, List<Tensor> first, Recurrence.Step definition) {
    if (step != null) {
      return step.scan(axis, sequences, first, definition);
    }
    List<Tensor> states = first.stream().map(this::inside).toList();
    List<Tensor> whole = sequences.stream().map(this::inside).toList();
    Tracer inner = new Tracer(mode, "", this);
    List<Tensor> before = new ArrayList<>();
    states.forEach(s -> before.add(inner.formal("state_" + before.size(), s.type())));
    List<Tensor> entries = new ArrayList<>();
    whole.forEach(s -> entries.add(inner.formal("entry_" + entries.size(), entry(s, axis))));
    step = inner;
    Graph body;
    try {
      body = inner.step(definition.apply(before, entries), states.size());
    } finally {
      step = null;
    }
    List<Tensor> operands = new ArrayList<>(states);
    operands.addAll(whole);
    operands.addAll(inner.captured.keySet());
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      Op.Scan scan = new Op.Scan(body, axis, states.size(), whole.size(), i);
      results.add(add(scan, operands.toArray(Tensor[]::new)));
    }
    int stateCount = states.size();
    return new Recurrence(
        List.copyOf(results.subList(0, stateCount)),
        List.copyOf(results.subList(stateCount, results.size())));
  }

  private TensorType entry(Tensor sequence, int axis) {
    return checked(
        "scan", List.of(sequence), () -> sequence.type().shaped(sequence.shape().with(axis)));
  }

  /** The graph of a step, of which all outputs are inside. */
  private Graph step(Recurrence.Result result, int states) {
    if (result.states().size() != states) {
      throw mistake(
          "scan",
          "there are %d states before a step and %d after it"
              .formatted(states, result.states().size()),
          List.of());
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Tensor state : result.states()) {
      outputs.put("state_" + outputs.size(), inside(state));
    }
    for (Tensor given : result.given()) {
      outputs.put("given_" + (outputs.size() - states), inside(given));
    }
    if (!outputs.values().stream().allMatch(this::owns)) {
      throw mistake("scan", "a result of the step belongs to another graph", List.of());
    }
    return new Graph(this, outputs);
  }

  TensorException mistake(String operator, String complaint, List<Tensor> operands) {
    return Mistake.in(path(), operator, complaint, operands);
  }
}
