package org.ablate.data;

/** A data set cannot be had, or is not what it should be. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
