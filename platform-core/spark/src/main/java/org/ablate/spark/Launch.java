package org.ablate.spark;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * How a machine starts the program for a trial.
 *
 * @param words the arguments of {@code java}
 * @param environment what is set in its environment
 * @param home the folder of the program on the machine of the driver
 * @param silenceSeconds a trial that says nothing for so long is taken for hung
 * @param limitSeconds a trial that takes longer has failed; 0 for no limit
 */
record Launch(
    List<String> words,
    Map<String, String> environment,
    String home,
    long silenceSeconds,
    long limitSeconds)
    implements Serializable {
  private static final String WORD = "word.";
  private static final String ENVIRONMENT = "environment.";

  /** Where the program is on a machine that has it elsewhere than the driver. */
  static final String HOME = "ABLATE_HOME";

  Launch {
    words = new ArrayList<>(words);
    environment = new HashMap<>(environment);
  }

  static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  static Launch of(Properties properties) {
    List<String> words = new ArrayList<>();
    for (int i = 0; properties.containsKey(WORD + i); i++) {
      words.add(properties.getProperty(WORD + i));
    }
    Map<String, String> environment = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(ENVIRONMENT)) {
        environment.put(name.substring(ENVIRONMENT.length()), properties.getProperty(name));
      }
    }
    return new Launch(
        words,
        environment,
        properties.getProperty("home"),
        Long.parseLong(properties.getProperty("silence_seconds")),
        Long.parseLong(properties.getProperty("limit_seconds")));
  }

  /** Where the program is on this machine. */
  Path homeHere() {
    return Path.of(System.getenv().getOrDefault(HOME, home));
  }

  /** The command for this machine. */
  List<String> command(Path parcel, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String word : words) {
      command.add(word.replace(home, homeHere().toString()));
    }
    command.addAll(List.of("--from", parcel.toString(), "--to", result.toString()));
    return command;
  }
}
