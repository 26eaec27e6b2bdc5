package org.ablate.plugin.installed;

import java.util.Arrays;
import java.util.List;

/** Puts what a plugin's code threw into words, with the line of its author. */
public final class PluginFailure {
  private static final List<String> NOT_THE_AUTHORS =
      List.of(
          "java.",
          "jdk.",
          "org.apache.felix.",
          "org.ablate.host.",
          "org.ablate.plugin.",
          "org.ablate.tensor.");

  private PluginFailure() {}

  /**
   * The exception's name and message, and below them the first line of its stack that is neither
   * Java's nor of what plugins call.
   */
  public static String describe(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String what = thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
    return Arrays.stream(thrown.getStackTrace())
        .filter(PluginFailure::isAuthors)
        .findFirst()
        .map(
            frame ->
                "%s%n  at %s.%s(%s:%d)"
                    .formatted(
                        what,
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber()))
        .orElse(what);
  }

  private static boolean isAuthors(StackTraceElement frame) {
    return NOT_THE_AUTHORS.stream().noneMatch(frame.getClassName()::startsWith);
  }
}
