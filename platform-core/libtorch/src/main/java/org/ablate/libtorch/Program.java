package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.Bindings;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** A graph, made ready to run; for one thread at a time. */
public final class Program implements AutoCloseable {
  private static final int REMEMBERED_SIZES = 64;

  private final Graph graph;
  private final List<Op.Input> declared;
  private final Transfer transfer;
  private final RandomSource random;
  private final Natives natives = new Natives();
  private final Plan plan;
  private final Constants constants;
  private final Recent<List<Object>, Sizes> sizes = new Recent<>(REMEMBERED_SIZES, dropped -> {});
  private Weights fitting;

  Program(
      Graph graph, Roots roots, ProductPrecision products, Transfer transfer, RandomSource random) {
    this.graph = graph;
    this.declared = graph.inputs();
    this.transfer = transfer;
    this.random = random;
    this.plan =
        Failures.closing(
            natives::close, () -> Lowering.plan(graph, roots, products, transfer, random, natives));
    this.constants = new Constants(plan);
  }

  /**
   * The outputs by name.
   *
   * @throws LibtorchException if an input or weight is missing or does not fit, or an index is
   *     beyond its table
   */
  public Map<String, Array> run(Weights weights, Map<String, Array> inputs) {
    return run(weights, inputs, Map.of());
  }

  /**
   * Like {@link #run(Weights, Map)}.
   *
   * @param known sizes that the inputs need not tell, such as {@link org.ablate.tensor.Scope#PAST}
   *     where no state grows with it
   */
  public Map<String, Array> run(
      Weights weights, Map<String, Array> inputs, Map<String, Long> known) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      Run run = prepare(weights, inputs, Map.of(), known);
      run.execute();
      return toArrays(run);
    }
  }

  /**
   * The derivatives of the sum of all elements of the only output with respect to the learned
   * parameters and the float inputs, by name; zeros where the output does not depend on one.
   *
   * @throws LibtorchException as {@link #run} does
   * @throws IllegalStateException if there are several outputs
   */
  public Map<String, Array> gradients(Weights weights, Map<String, Array> inputs) {
    graph.result();
    try (PointerScope scope = new PointerScope()) {
      Run run = prepare(weights, inputs, Map.of(), Map.of());
      Map<String, Tensor> variables = new LinkedHashMap<>(weights.learned(graph));
      for (Op.Input input : declared) {
        if (input.type().dataType() == DataType.FLOAT) {
          Tensor value = transfer.toDevice(inputs.get(input.name())); // [input's shape]
          value.requires_grad_(true);
          variables.put(input.name(), value);
          run.lendInput(input.name(), value);
        }
      }
      run.execute();
      Tensor total = run.outputs().values().iterator().next().sum(); // []
      return derivatives(total, variables);
    }
  }

  private Map<String, Array> derivatives(Tensor total, Map<String, Tensor> variables) {
    List<Tensor> values = List.copyOf(variables.values());
    List<Tensor> gradients = Gradients.of(total, values);
    Map<String, Array> named = new LinkedHashMap<>();
    int i = 0;
    for (String name : variables.keySet()) {
      Tensor gradient = gradients.get(i); // [variable's shape]
      named.put(name, transfer.toArray(gradient.defined() ? gradient : zeros_like(values.get(i))));
      i++;
    }
    return named;
  }

  /**
   * A run with everything in it that is given.
   *
   * @param inputs the inputs but for the state
   * @param states the state of incremental decoding; the run borrows it
   * @param known sizes that no input tells
   * @throws LibtorchException if something is missing or does not fit
   */
  Run prepare(
      Weights weights,
      Map<String, Array> inputs,
      Map<String, Tensor> states,
      Map<String, Long> known) {
    weights.requireOpen();
    if (weights != fitting) {
      weights.requireFor(graph);
      fitting = weights;
    }
    Run run = new Run(plan, sizes(inputs, states, known));
    plan.weights().forEach((name, slot) -> run.lend(slot, weights.get(name)));
    plan.inputs()
        .forEach(
            (name, slot) -> {
              if (states.containsKey(name)) {
                run.lend(slot, states.get(name));
              } else {
                run.give(slot, transfer.toDevice(inputs.get(name)));
              }
            });
    constants.lendTo(run);
    return run;
  }

  private Sizes sizes(
      Map<String, Array> inputs, Map<String, Tensor> states, Map<String, Long> known) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    inputs.forEach((name, array) -> shapes.put(name, array.shape()));
    states.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    List<Object> key = new ArrayList<>();
    key.add(known);
    for (Op.Input input : declared) {
      long[] shape = shapes.get(input.name());
      key.add(shape == null ? input : LongBuffer.wrap(shape));
      if (inputs.containsKey(input.name())) {
        requireDataType(input, inputs.get(input.name()));
      }
    }
    Sizes found = sizes.get(key);
    if (found == null) {
      found = new Sizes(symbols(shapes, known));
      sizes.put(key, found);
    }
    return found;
  }

  private Map<String, Long> symbols(Map<String, long[]> shapes, Map<String, Long> known) {
    try {
      return Bindings.ofShapes(graph, shapes, known);
    } catch (IllegalArgumentException e) {
      throw new LibtorchException(e.getMessage(), e);
    }
  }

  private static void requireDataType(Op.Input input, Array given) {
    if (given.dataType() != input.type().dataType()) {
      throw new LibtorchException(
          "the input '%s' takes %s, not %s"
              .formatted(input.name(), input.type().dataType(), given.dataType()));
    }
  }

  /**
   * Derivatives of the loss that cost less memory and more time.
   *
   * @param parameters the names of those that are learned
   */
  Differentiation recomputation(List<String> parameters) {
    return new Recomputation(plan, parameters, random);
  }

  /** Copies of the outputs of a run. */
  Map<String, Array> toArrays(Run run) {
    Map<String, Array> arrays = new LinkedHashMap<>();
    run.outputs().forEach((name, value) -> arrays.put(name, transfer.toArray(value)));
    return arrays;
  }

  Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    constants.close();
    natives.close();
  }
}
