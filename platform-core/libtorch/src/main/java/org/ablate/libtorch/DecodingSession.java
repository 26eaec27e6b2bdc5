package org.ablate.libtorch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.ablate.tensor.Array;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Calls of incremental decoding, one after the other. What a call leaves for the next stays on the
 * device. It is for one thread at a time.
 */
public final class DecodingSession implements AutoCloseable {
  /** The name of the axis along which sequences are side by side. */
  public static final String BATCH = "batch";

  private final Program start;
  private final Program step;
  private final Weights weights;
  private final Transfer transfer;
  private Natives owned = new Natives();
  private Map<String, Tensor> states = Map.of();
  private long past;

  DecodingSession(Program start, Program step, Weights weights, Transfer transfer) {
    this.start = start;
    this.step = step;
    this.weights = weights;
    this.transfer = transfer;
  }

  static void requireSameStates(Graph start, Graph step) {
    step.states()
        .forEach(
            (name, state) -> {
              if (state.read().isPresent() && !start.states().containsKey(name)) {
                throw new LibtorchException(
                    "the later calls of decoding read the state '%s', but the first one leaves only %s"
                        .formatted(name, start.states().keySet()));
              }
            });
  }

  /**
   * Forgets all earlier calls and runs the first graph.
   *
   * @param inputs its inputs by name, without the state
   * @param positions how many positions this call sees, to be {@linkplain Scope#PAST past} in the
   *     next one
   * @return the outputs by name
   * @throws LibtorchException as {@link Program#run} does
   */
  public Map<String, Array> start(Map<String, Array> inputs, int positions) {
    past = 0;
    try (PointerScope scope = new PointerScope()) {
      return call(start, inputs, emptyStates(inputs), positions);
    }
  }

  /**
   * Runs the second graph on what the last call left.
   *
   * @param inputs its inputs by name, without the state
   * @param positions how many positions this call sees
   * @return the outputs by name
   * @throws LibtorchException as {@link Program#run} does, and if there was no first call
   */
  public Map<String, Array> step(Map<String, Array> inputs, int positions) {
    requireStarted();
    try (PointerScope scope = new PointerScope()) {
      return call(step, inputs, states, positions);
    }
  }

  private void requireStarted() {
    if (past == 0) {
      throw new LibtorchException("decoding has not been started");
    }
  }

  /**
   * Goes on with some of the sequences, in a new order. A sequence may be taken several times, as
   * beam search does, or not at all.
   *
   * @param sequences numbers of sequences along the axis {@value #BATCH} of the last call
   * @throws LibtorchException if there was no first call, there is no sequence of a number, or a
   *     state has sequences side by side in one axis; then nothing has changed
   */
  public void select(int... sequences) {
    requireStarted();
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      Tensor rows = transfer.toDevice(Array.of(toLongs(sequences), sequences.length)); // [batch]
      Map<String, Tensor> next = new HashMap<>();
      states.forEach(
          (name, value) -> {
            OptionalInt axis = batchAxis(name);
            axis.ifPresent(batch -> requireWithin(value.size(batch), sequences));
            Tensor selected = // [..., batch, ...]
                axis.isPresent() ? value.index_select(axis.getAsInt(), rows) : value.detach();
            next.put(name, selected);
          });
      keep(next);
    }
  }

  private static void requireWithin(long batch, int... sequences) {
    for (int sequence : sequences) {
      if (sequence < 0 || sequence >= batch) {
        throw new LibtorchException(
            "the sequence %d is not among 0 to %d".formatted(sequence, batch - 1));
      }
    }
  }

  /** Goes on with other states, which belong to the scope around the call so far. */
  private void keep(Map<String, Tensor> next) {
    Natives nextOwned = new Natives();
    next.values().forEach(nextOwned::own);
    owned.close();
    owned = nextOwned;
    states = next;
  }

  private static long[] toLongs(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  /** Where a state has the sequences side by side; empty if it is the same for all. */
  private OptionalInt batchAxis(String name) {
    Map<String, Graph.State> last = step.graph().states();
    org.ablate.tensor.Tensor state =
        start.graph().states().getOrDefault(name, last.get(name)).next();
    List<Dim> dims = state.shape().dims();
    for (int axis = 0; axis < dims.size(); axis++) {
      Polynomial extent = dims.get(axis).extent();
      if (extent.equals(Polynomial.symbol(BATCH))) {
        return OptionalInt.of(axis);
      }
      if (extent.symbols().contains(BATCH)) {
        throw new LibtorchException(
            "the state '%s' %s has no axis of the size %s, by which sequences could be told apart"
                .formatted(name, state.type(), BATCH));
      }
    }
    return OptionalInt.empty();
  }

  private Map<String, Array> call(
      Program program, Map<String, Array> inputs, Map<String, Tensor> given, int positions) {
    try (NoGradGuard withoutGradient = new NoGradGuard()) {
      Run run = program.prepare(weights, inputs, given, Map.of(Scope.PAST, past));
      run.execute();
      Map<String, Array> outputs = program.toArrays(run);
      Map<String, Tensor> next = new HashMap<>();
      run.states().forEach((name, value) -> next.put(name, value.detach()));
      keep(next);
      past += positions;
      return outputs;
    }
  }

  /** The state that the first call reads: zeros, of the size that they have without a past. */
  private Map<String, Tensor> emptyStates(Map<String, Array> inputs) {
    Map<String, Long> sizes = new HashMap<>();
    start.graph().inputs().forEach(input -> tell(sizes, input, inputs.get(input.name())));
    sizes.put(Scope.PAST, 0L);
    Map<String, Tensor> empty = new HashMap<>();
    for (Graph.State state : start.graph().states().values()) {
      if (state.read().isPresent()) {
        empty.put(((Op.Input) state.previous().op()).name(), zeros(state.previous(), sizes));
      }
    }
    return empty;
  }

  /** Takes the sizes of symbolic axes from an input; whether inputs agree is checked later. */
  private static void tell(Map<String, Long> sizes, Op.Input input, Array given) {
    List<Dim> dims = input.type().shape().dims();
    if (given != null && given.shape().length == dims.size()) {
      for (int axis = 0; axis < dims.size(); axis++) {
        Polynomial extent = dims.get(axis).extent();
        long size = given.shape()[axis];
        extent.symbols().stream()
            .filter(symbol -> extent.equals(Polynomial.symbol(symbol)))
            .forEach(symbol -> sizes.put(symbol, size));
      }
    }
  }

  private Tensor zeros(org.ablate.tensor.Tensor state, Map<String, Long> sizes) {
    try {
      return torch.zeros(state.shape().sizes(sizes), transfer.options(state.dataType()));
    } catch (IllegalArgumentException e) {
      throw new LibtorchException(
          "the state %s cannot be made empty: %s".formatted(state, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    owned.close();
    start.close();
    step.close();
  }
}
