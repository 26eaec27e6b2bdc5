package org.ablate.host;

/** A plugin that is not installed; the message says why, in a line. */
public final class PluginRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PluginRefusedException(String message) {
    super(message);
  }
}
