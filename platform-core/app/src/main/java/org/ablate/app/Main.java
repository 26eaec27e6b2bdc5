package org.ablate.app;

import java.util.Locale;
import org.ablate.app.command.Ablate;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // What is written and printed is the same wherever it is, and reads back.
    Locale.setDefault(Locale.ROOT);
    System.exit(Ablate.commandLine(System.out, System.err).execute(arguments));
  }
}
