package org.ablate.libtorch;

import java.util.function.Supplier;

/** What is said and done where libtorch fails. */
final class Failures {
  private Failures() {}

  static LibtorchException of(String what, RuntimeException cause) {
    return new LibtorchException(what + ": " + complaint(cause), cause);
  }

  /** What is made of something opened, which is closed if that fails. */
  static <T> T closing(Runnable close, Supplier<T> making) {
    try {
      return making.get();
    } catch (RuntimeException | Error e) {
      close.run();
      throw e;
    }
  }

  /** What was wrong; libtorch appends the place in its own source, which helps nobody here. */
  static String complaint(RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
