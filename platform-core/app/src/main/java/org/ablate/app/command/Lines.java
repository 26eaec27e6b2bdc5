package org.ablate.app.command;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What a command is asked: one text, or each line of standard input as soon as it is there. */
public final class Lines {
  private Lines() {}

  /**
   * The questions.
   *
   * @param input the one text; without it, standard input is read
   */
  public static Iterable<String> of(String input) {
    Stream<String> lines =
        input != null
            ? Stream.of(input)
            : new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines();
    return lines::iterator;
  }
}
