package org.ablate.app.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Arguments as they are typed into a shell. */
final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]+");

  private CommandText() {}

  /** The arguments with spaces between them, in quotes where a shell would read more into them. */
  static String of(List<String> arguments) {
    return arguments.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
