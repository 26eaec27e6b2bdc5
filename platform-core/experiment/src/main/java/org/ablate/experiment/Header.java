package org.ablate.experiment;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an experiment file says about the experiment as a whole. The components are its keys.
 *
 * @param name names the folder of its runs; by default the name of the file
 * @param description the question that is asked
 * @param seeds each variant is run with each of them; what is random in a run depends on its seed
 *     alone
 * @param baseline the variant that the others are compared with
 * @param limit more runs than this are taken for a mistake
 */
public record Header(
    String name, String description, List<Long> seeds, Optional<String> baseline, int limit) {
  private static final String TRIALS = "-tuning";
  private static final int DEFAULT_LIMIT = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern VARIANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_=,.-]{0,199}");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_-]+");

  public Header {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of an experiment: at most 100 letters, digits, '-' and '_', of which the first is a letter or a digit"
              .formatted(name));
    }
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("seeds must hold at least one number");
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new IllegalArgumentException("seeds must differ, or runs would be the same: " + seeds);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, got " + limit);
    }
  }

  static Header defaults(String name) {
    return new Header(name, "", List.of(1L), Optional.empty(), DEFAULT_LIMIT);
  }

  Header withBaseline(Optional<String> variant) {
    return new Header(name, description, seeds, variant, limit);
  }

  /** What is said about the experiment that trials are runs of. */
  Header ofTrials(List<Long> ofSeeds) {
    return new Header(
        name.substring(0, Math.min(name.length(), 100 - TRIALS.length())) + TRIALS,
        description,
        ofSeeds,
        Optional.empty(),
        limit);
  }

  /** The name of an experiment that states none: its file's, as far as folders can have it. */
  static String nameOf(Path file) {
    String fileName = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    String name = NOT_IN_NAMES.matcher(fileName).replaceAll("-").replaceAll("^[_-]+|-$", "");
    return name.isEmpty() ? "experiment" : name.substring(0, Math.min(100, name.length()));
  }

  /** Names become names of folders: they cannot lead out of the folder that is written to. */
  static void requireVariantName(String name) {
    if (!VARIANT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a variant: at most 200 letters, digits and '-', '_', '=', ',', '.', of which the first is a letter or a digit"
              .formatted(name));
    }
  }
}
