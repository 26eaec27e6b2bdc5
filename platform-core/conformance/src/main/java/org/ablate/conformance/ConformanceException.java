package org.ablate.conformance;

/** A variant that does not do what it must. The message tells its author what and where. */
public final class ConformanceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConformanceException(String message) {
    super(message);
  }

  ConformanceException(String message, Throwable cause) {
    super(message, cause);
  }
}
