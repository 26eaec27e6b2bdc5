package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ablate.tensor.Array;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What an optimizer remembers from step to step, by name. */
final class Remembered implements AutoCloseable {
  private final Natives natives = new Natives();
  private final Transfer transfer;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  Remembered(Transfer transfer) {
    this.transfer = transfer;
  }

  /** Zeros of the shape of a parameter. */
  Tensor zerosLike(String name, Tensor weight) {
    try (NoGradGuard withoutGradient = new NoGradGuard()) {
      return keep(name, zeros_like(weight)); // [parameter's shape]
    }
  }

  /** Remembers a tensor, which is closed with all others. */
  Tensor keep(String name, Tensor tensor) {
    tensors.put(name, natives.own(tensor));
    return tensor;
  }

  Map<String, Array> toArrays() {
    Map<String, Array> state = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      tensors.forEach((name, tensor) -> state.put(name, transfer.toArray(tensor)));
    }
    return state;
  }

  /**
   * Puts values in the place of those remembered.
   *
   * @throws LibtorchException if one is missing or does not fit; then nothing has changed
   */
  void restore(Map<String, Array> state) {
    tensors.forEach((name, tensor) -> requireFit(name, tensor, state.get(name)));
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      tensors.forEach((name, tensor) -> tensor.copy_(transfer.toDevice(state.get(name))));
    }
  }

  private static void requireFit(String name, Tensor tensor, Array given) {
    if (given == null) {
      throw new LibtorchException("the optimizer's state lacks '%s'".formatted(name));
    }
    if (!Arrays.equals(tensor.shape(), given.shape())) {
      throw new LibtorchException(
          "the optimizer's '%s' has the sizes %s, but %s were given"
              .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(given.shape())));
    }
  }

  @Override
  public void close() {
    natives.close();
  }
}
