package org.ablate.tensor;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Some of a graph's parameters and buffers, by their names.
 *
 * @param text a name in which {@code *} stands for any characters, dots included
 */
public record NamePattern(String text) {

  /** Whether a name is meant. */
  public boolean fits(String name) {
    String regex =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return name.matches(regex);
  }
}
