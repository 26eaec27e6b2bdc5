package org.ablate.libtorch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Native objects that are opened one after the other and closed together, the last one first. Where
 * one cannot be opened, as when memory runs out, its owner closes those before it.
 */
public final class Resources implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Nothing is open yet. */
  public Resources() {}

  /** Keeps what was opened until all of it is closed. */
  public <T> T add(T opened, Consumer<T> close) {
    closings.push(() -> close.accept(opened));
    return opened;
  }

  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }
}
