package org.ablate.tensor;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The place in a model that a component defines itself in: it names parameters, buffers, probed
 * values and decoding state, and gives what does not come from an operand.
 */
public final class Scope {
  /** The symbol for the number of positions that earlier calls have seen. */
  public static final String PAST = "past";

  private final Tracer tracer;
  private final String path;
  private final Mode mode;
  private final Changes changes;

  Scope(Tracer tracer, String path, Mode mode) {
    this(tracer, path, mode, Changes.NONE);
  }

  private Scope(Tracer tracer, String path, Mode mode, Changes changes) {
    this.tracer = tracer;
    this.path = path;
    this.mode = mode;
    this.changes = changes;
  }

  /** The names from the model down to here, joined by dots. */
  public String path() {
    return path;
  }

  /** What is defined here is traced for. */
  public Mode mode() {
    return mode;
  }

  /** This place, for a part that sees its whole sequence even where the graph decodes. */
  public Scope withoutDecoding() {
    return mode.isDecoding() ? new Scope(tracer, path, Mode.INFERENCE, changes) : this;
  }

  /** How parameters start, where an outer definition decides it. */
  @FunctionalInterface
  public interface Initialization {
    /**
     * Decides how a parameter starts.
     *
     * @param name from the scope that was asked for, such as {@code query.weight}
     * @param stated how it would start otherwise
     */
    Initializer of(String name, Initializer stated);
  }

  /** This place, where parameters start as is said here. */
  public Scope initializing(Initialization initialization) {
    return new Scope(tracer, path, mode, changes.initializing(prefix(), initialization));
  }

  /**
   * This place, where a value is replaced by what is made of it before anything uses it.
   *
   * @param name under which the value is {@linkplain #probe probed}, from this scope
   * @param replacement to a value of the same type
   */
  public Scope replacing(String name, UnaryOperator<Tensor> replacement) {
    return new Scope(tracer, path, mode, changes.replacing(qualified(name), replacement));
  }

  /** Runs a definition in a scope below this one. */
  public <T> T in(String name, Function<Scope, T> definition) {
    String outer = tracer.path();
    Scope inner = new Scope(tracer, qualified(name), mode, changes);
    tracer.enter(inner.path);
    try {
      return definition.apply(inner);
    } finally {
      tracer.enter(outer);
    }
  }

  /**
   * Like {@link #in}, but entering again under the same name uses the same parameters and buffers.
   * Random numbers, probes and decoding state are each entry's own, numbered from the second on.
   */
  public <T> T shared(String name, Function<Scope, T> definition) {
    tracer.enterShared(qualified(name));
    return in(name, definition);
  }

  /** A value that is given at each run, under a name of the whole graph. */
  public Tensor input(String name, DataType dataType, Dim... dims) {
    return tracer.source(name, new Op.Input(name, new TensorType(dataType, Shape.of(dims))));
  }

  /**
   * A learnable value.
   *
   * @throws TensorException if the scope has one of the name, or a size is not known
   */
  public Tensor parameter(String name, Initializer initializer, Dim... dims) {
    String qualified = qualified(name);
    Initializer start = changes.initializer(qualified, initializer);
    return tracer.source(qualified, new Op.Parameter(qualified, Shape.of(dims), start));
  }

  /** A value that training carries along without learning it. */
  public Tensor buffer(String name, Initializer initializer, Dim... dims) {
    String qualified = qualified(name);
    return tracer.source(qualified, new Op.Buffer(qualified, Shape.of(dims), initializer));
  }

  /**
   * What a buffer holds after a training step.
   *
   * @throws TensorException if the value has another type than the buffer
   */
  public void update(Tensor buffer, Tensor value) {
    if (!(buffer.op() instanceof Op.Buffer declared)) {
      throw tracer.mistake("update", "only a buffer can be updated", List.of(buffer));
    }
    requireOwn("update", value);
    requireFit("update", buffer.type(), value);
    tracer.updates.put(declared.name(), value);
  }

  /** What is known by a name has one value in a run, which a value within a step has not. */
  private void requireOwn(String operator, Tensor value) {
    if (!tracer.owns(value)) {
      throw tracer.mistake(
          operator,
          "the value belongs to another graph, or to the step of a recurrence",
          List.of(value));
    }
  }

  private void requireFit(String operator, TensorType expected, Tensor value) {
    if (value.dataType() != expected.dataType() || !value.shape().fits(expected.shape())) {
      throw tracer.mistake(operator, "the value must be " + expected, List.of(value));
    }
  }

  /** xW + b with parameters {@code name.weight} [in, out] and {@code name.bias} [out]. */
  public Tensor linear(String name, Tensor x, Dim out) {
    return in(
        name,
        scope -> {
          Tensor weight = scope.weight(x.dim(-1), out); // [in, out]
          Tensor bias = scope.parameter("bias", Initializer.ZEROS, out); // [out]
          return x.linear(weight, bias); // [..., out]
        });
  }

  /** xW with a parameter {@code name.weight} [in, out]. */
  public Tensor projection(String name, Tensor x, Dim out) {
    return in(name, scope -> x.matmul(scope.weight(x.dim(-1), out))); // [..., out]
  }

  private Tensor weight(Dim in, Dim out) {
    return parameter("weight", new Initializer.XavierUniform(), in, out); // [in, out]
  }

  /** Fixed numbers. */
  public Tensor constant(double[] values, Dim... dims) {
    return constant(Shape.of(dims), sizes -> Array.of(values, sizes)); // [dims...]
  }

  /** Fixed integers. */
  public Tensor constant(long[] values, Dim... dims) {
    return constant(Shape.of(dims), sizes -> Array.of(values, sizes)); // [dims...]
  }

  /** Fixed truth values. */
  public Tensor constant(boolean[] values, Dim... dims) {
    return constant(Shape.of(dims), sizes -> Array.of(values, sizes)); // [dims...]
  }

  /** Zeros, where the shape may have symbolic axes. */
  public Tensor zeros(Shape shape) {
    return constant(new double[] {0}).broadcastTo(shape); // [shape...]
  }

  private Tensor constant(Shape shape, Function<long[], Array> values) {
    Array array =
        tracer.checked(
            "constant",
            List.of(),
            () -> values.apply(Op.requireKnown(shape).sizes())); // [shape...]
    return tracer.add(new Op.Constant(array, shape)); // [shape...]
  }

  /** The integers 0, 1, 2, … along an axis. */
  public Tensor range(Dim dim) {
    return tracer.add(new Op.Range(dim)); // [dim]
  }

  /** How long an axis is when the graph runs, as an integer. */
  public Tensor extent(Dim dim) {
    return tracer.add(new Op.Extent(dim.extent())); // []
  }

  /** Fresh numbers, uniform in [0, 1). */
  public Tensor uniform(String name, Shape shape) {
    return random(name, Op.Random.Distribution.UNIFORM, shape); // [shape...]
  }

  /** Fresh numbers, normal with mean 0 and variance 1. */
  public Tensor normal(String name, Shape shape) {
    return random(name, Op.Random.Distribution.NORMAL, shape); // [shape...]
  }

  private Tensor random(String name, Op.Random.Distribution distribution, Shape shape) {
    String unshared = tracer.unshared("random", qualified(name), tracer.sources);
    return tracer.source(unshared, new Op.Random(unshared, distribution, shape)); // [shape...]
  }

  /** In training, each element zero with the probability and the others scaled; else unchanged. */
  public Tensor dropout(String name, Tensor x, double probability) {
    if (mode() != Mode.TRAINING || probability == 0) {
      return x; // [...]
    }
    return x.call(new Composite.Dropout(probability), uniform(name, x.shape())); // [...]
  }

  /**
   * Names a value, so that it can be looked at, and {@linkplain #replacing replaced}; returns what
   * is to be used further.
   */
  public Tensor probe(String name, Tensor value) {
    requireOwn("probe", value);
    Tensor used = changes.replaced(qualified(name), value); // as value
    requireFit("probe", value.type(), used);
    tracer.probes.put(tracer.unshared("probe", qualified(name), tracer.probes), used);
    return used;
  }

  /**
   * Ends a stage of the computation, such as a layer, with its result, and returns that. Training
   * may keep only what goes from stage to stage, and compute the rest again when it is needed.
   */
  public Tensor stage(Tensor value) {
    requireOwn("stage", value);
    tracer.stages.add(value);
    return value;
  }

  /**
   * Adds a value [] to the loss that is trained; without effect in other modes.
   *
   * @throws TensorException if the value is no single number
   */
  public void auxiliaryLoss(String name, Tensor value) {
    requireOwn("auxiliary_loss", value);
    requireFit("auxiliary_loss", TensorType.floats(Shape.of()), value);
    tracer.auxiliaryLosses.put(
        tracer.unshared("auxiliary_loss", qualified(name), tracer.auxiliaryLosses), value);
  }

  /** What the definitions so far have added to the loss, by the path of their scope and name. */
  public Map<String, Tensor> auxiliaryLosses() {
    return Collections.unmodifiableMap(tracer.auxiliaryLosses);
  }

  // ---- Incremental decoding

  /**
   * What an earlier call left under a name; before the first call, zeros of the size that the axes
   * have when {@link #PAST} is 0.
   *
   * @throws TensorException outside decoding, where there are no earlier calls
   */
  public Tensor previous(String name, DataType dataType, Shape shape) {
    if (!mode.isDecoding()) {
      throw tracer.mistake(
          "previous",
          "there is no decoding state in %s; ask for it where scope.mode().isDecoding()"
              .formatted(mode.name().toLowerCase(Locale.ROOT)),
          List.of());
    }
    String unshared = tracer.unshared("previous", qualified(name), tracer.states);
    tracer.currentStates.put(qualified(name), unshared);
    Tensor previous = input(unshared, dataType, shape.dims().toArray(Dim[]::new)); // [shape...]
    tracer.states.put(unshared, new Graph.State(previous, previous));
    return previous;
  }

  /**
   * What this call leaves under a name for the next one.
   *
   * @throws TensorException if nothing {@linkplain #previous previous} has the name, or if it has
   *     another data type or number of axes
   */
  public void next(String name, Tensor value) {
    requireOwn("next", value);
    String current = tracer.currentStates.get(qualified(name));
    if (current == null) {
      throw tracer.mistake("next", "there is no state '%s'".formatted(name), List.of(value));
    }
    Tensor previous = tracer.states.get(current).previous(); // [shape...]
    if (previous.dataType() != value.dataType() || previous.rank() != value.rank()) {
      throw tracer.mistake(
          "next", "the state '%s' is another".formatted(name), List.of(previous, value));
    }
    tracer.states.put(current, new Graph.State(previous, value));
  }

  /**
   * This value after all that earlier calls appended along an axis; outside decoding, the value.
   */
  public Tensor append(String name, Tensor value, int axis) {
    if (!mode.isDecoding()) {
      return value;
    }
    Shape past = value.shape().with(axis, new Dim(value.dim(axis).name(), Polynomial.symbol(PAST)));
    Tensor previous = previous(name, value.dataType(), past); // [..., past, ...]
    Tensor all = Tensor.concat(axis, previous, value); // [..., past + position, ...]
    next(name, all);
    return all;
  }

  /** A value that only the first call computes and later ones read; outside decoding, the value. */
  public Tensor once(String name, Supplier<Tensor> value, Dim... dims) {
    return switch (mode()) {
      case TRAINING, INFERENCE -> value.get(); // [dims...]
      case DECODING_START -> {
        Tensor first = value.get(); // [dims...]
        requireFit("once", TensorType.floats(Shape.of(dims)), first);
        tracer.states.put(
            tracer.unshared("once", qualified(name), tracer.states), new Graph.State(null, first));
        yield first;
      }
      case DECODING_STEP -> previous(name, DataType.FLOAT, Shape.of(dims)); // [dims...]
    };
  }

  private String prefix() {
    return path.isEmpty() ? "" : path + ".";
  }

  private String qualified(String name) {
    if (name.isBlank()) {
      throw tracer.mistake("scope", "a name must not be blank", List.of());
    }
    return prefix() + name;
  }
}
