package org.ablate.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A computation: operators in an order in which each comes after its operands, and the names of
 * what goes in and out. A graph never changes.
 */
public final class Graph {

  /**
   * A value that one call of incremental decoding leaves for the next.
   *
   * @param previous what is read, an {@link Op.Input}; null where the call only writes
   * @param next what is left; the same tensor where the call only reads
   */
  public record State(Tensor previous, Tensor next) {
    /** What is read, if anything is. */
    public Optional<Tensor> read() {
      return Optional.ofNullable(previous);
    }
  }

  private final Mode mode;
  private final List<Tensor> nodes;
  private final Map<String, Tensor> outputs;
  private final Map<String, Tensor> probes;
  private final List<Tensor> stages;
  private final Map<String, Tensor> updates;
  private final Map<String, State> states;

  Graph(Tracer tracer, Map<String, Tensor> outputs) {
    this.mode = tracer.mode;
    this.nodes = List.copyOf(tracer.nodes);
    this.outputs = ordered(outputs);
    this.probes = ordered(tracer.probes);
    this.stages = List.copyOf(tracer.stages);
    this.updates = ordered(tracer.updates);
    this.states = ordered(tracer.states);
  }

  /**
   * Runs a definition once and keeps what it did; it returns the outputs by name. They are kept in
   * the order of their names, since its map may have another one in every process.
   */
  public static Graph trace(Mode mode, Function<Scope, Map<String, Tensor>> definition) {
    Tracer tracer = new Tracer(mode, "");
    Map<String, Tensor> outputs = definition.apply(new Scope(tracer, "", mode));
    outputs.forEach(
        (name, value) -> {
          if (!tracer.owns(value)) {
            throw tracer.mistake(
                "trace", "the output '%s' belongs to another graph".formatted(name), List.of());
          }
        });
    return new Graph(tracer, new TreeMap<>(outputs));
  }

  public Mode mode() {
    return mode;
  }

  /** All values, each after its operands. */
  public List<Tensor> nodes() {
    return nodes;
  }

  /** Whether a tensor is one of these values. */
  boolean contains(Tensor tensor) {
    return tensor.id() < nodes.size() && nodes.get(tensor.id()) == tensor;
  }

  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /**
   * The only output.
   *
   * @throws IllegalStateException if there are several
   */
  public Tensor result() {
    if (outputs.size() != 1) {
      throw new IllegalStateException("the graph has the outputs " + outputs.keySet());
    }
    return outputs.values().iterator().next();
  }

  /** Intermediate values that can be looked at, by the path of their scope and their name. */
  public Map<String, Tensor> probes() {
    return probes;
  }

  /** The results of stages of the computation, such as layers, in their order. */
  public List<Tensor> stages() {
    return stages;
  }

  /** What buffers hold after a training step, by the name of the buffer. */
  public Map<String, Tensor> updates() {
    return updates;
  }

  /** What calls of incremental decoding leave for each other, by name. */
  public Map<String, State> states() {
    return states;
  }

  /** What is given at each run, state included, in the order of definition. */
  public List<Op.Input> inputs() {
    return sources(Op.Input.class);
  }

  public List<Op.Parameter> parameters() {
    return sources(Op.Parameter.class);
  }

  public List<Op.Buffer> buffers() {
    return sources(Op.Buffer.class);
  }

  public List<Op.Random> randoms() {
    return sources(Op.Random.class);
  }

  private <T extends Op> List<T> sources(Class<T> type) {
    return nodes.stream().map(Tensor::op).filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * First values of all parameters and buffers, by name. Each depends on the seed and its own name
   * alone, so that models which share a part start from the same values in it.
   */
  public Map<String, Array> initialWeights(long seed) {
    Map<String, Array> weights = new LinkedHashMap<>();
    for (Op.Parameter p : parameters()) {
      weights.put(p.name(), initial(p.name(), p.shape(), p.initializer(), seed));
    }
    for (Op.Buffer b : buffers()) {
      weights.put(b.name(), initial(b.name(), b.shape(), b.initializer(), seed));
    }
    return weights;
  }

  private static Array initial(String name, Shape shape, Initializer initializer, long seed) {
    long[] sizes = shape.sizes();
    return Array.of(initializer.values(sizes, new SplittableRandom(seed ^ hash(name))), sizes);
  }

  /** Fowler, Noll and Vo's hash (FNV-1a) in 64 bits, which is the same in every JVM. */
  private static long hash(String name) {
    long hash = 0xCBF29CE484222325L;
    for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (part & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }

  /**
   * This computation with other outputs, and with nothing that neither they, nor buffers and
   * decoding state need.
   *
   * @throws IllegalArgumentException if one of them is no value of this graph
   */
  public Graph withOutputs(Map<String, Tensor> newOutputs) {
    boolean[] needed = new boolean[nodes.size()];
    newOutputs.forEach((name, output) -> needed[own("output", name, output).id()] = true);
    updates.values().forEach(value -> needed[value.id()] = true);
    for (State state : states.values()) {
      state.read().ifPresent(previous -> needed[previous.id()] = true);
      needed[state.next().id()] = true;
    }
    for (int id = nodes.size() - 1; id >= 0; id--) {
      if (needed[id]) {
        nodes.get(id).operands().forEach(operand -> needed[operand.id()] = true);
      }
    }
    return copy(new TreeMap<>(newOutputs), needed, GraphCopy::plain);
  }

  private Tensor own(String role, String name, Tensor value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(
          "the %s '%s' belongs to another graph".formatted(role, name));
    }
    return value;
  }

  /**
   * The part of this computation that makes values of others, without what buffers and decoding
   * state need.
   *
   * @param given what is an input of the part, by its name there
   * @param newOutputs what the part makes of it
   * @throws IllegalArgumentException if one of them is no value of this graph
   */
  public Graph between(Map<String, Tensor> given, Map<String, Tensor> newOutputs) {
    Tracer tracer = new Tracer(mode, "");
    GraphCopy copy = GraphCopy.plain(tracer);
    new TreeMap<>(given).forEach((name, value) -> copy.give(name, own("input", name, value)));
    boolean[] needed = new boolean[nodes.size()];
    newOutputs.forEach((name, output) -> needed[own("output", name, output).id()] = true);
    for (int id = nodes.size() - 1; id >= 0; id--) {
      needed[id] &= copy.of(nodes.get(id)).isEmpty();
      if (needed[id]) {
        nodes.get(id).operands().forEach(operand -> needed[operand.id()] = true);
      }
    }
    nodes.stream().filter(node -> needed[node.id()]).forEach(copy::add);
    Map<String, Tensor> outputCopies = new TreeMap<>();
    newOutputs.forEach((name, value) -> outputCopies.put(name, copy.of(value).orElseThrow()));
    return new Graph(tracer, outputCopies);
  }

  /** This computation in plain operators: every composite replaced by its body. */
  public Graph expanded() {
    boolean[] all = new boolean[nodes.size()];
    Arrays.fill(all, true);
    return copy(outputs, all, GraphCopy::expanding);
  }

  private Graph copy(
      Map<String, Tensor> newOutputs, boolean[] needed, Function<Tracer, GraphCopy> start) {
    Tracer tracer = new Tracer(mode, "");
    GraphCopy copy = start.apply(tracer);
    nodes.stream().filter(node -> needed[node.id()]).forEach(copy::add);
    probes.forEach((name, value) -> copy.of(value).ifPresent(v -> tracer.probes.put(name, v)));
    stages.forEach(value -> copy.of(value).ifPresent(tracer.stages::add));
    updates.forEach((name, value) -> tracer.updates.put(name, copy.of(value).orElseThrow()));
    states.forEach(
        (name, state) -> {
          Tensor previous = state.read().flatMap(copy::of).orElse(null);
          tracer.states.put(name, new State(previous, copy.of(state.next()).orElseThrow()));
        });
    Map<String, Tensor> outputCopies = new LinkedHashMap<>();
    newOutputs.forEach((name, value) -> outputCopies.put(name, copy.of(value).orElseThrow()));
    return new Graph(tracer, outputCopies);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** One line for each value, then the outputs. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    nodes.forEach(
        node -> lines.add(node + "  " + node.operands().stream().map(o -> "%" + o.id()).toList()));
    outputs.forEach((name, value) -> lines.add(name + " = %" + value.id()));
    return String.join(System.lineSeparator(), lines);
  }
}
