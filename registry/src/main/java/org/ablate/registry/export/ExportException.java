package org.ablate.registry.export;

/** Another program did not take what was given to it; the message says which and why. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportException(String message, Throwable cause) {
    super(message, cause);
  }
}
