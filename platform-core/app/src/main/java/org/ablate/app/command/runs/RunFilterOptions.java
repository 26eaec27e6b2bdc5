package org.ablate.app.command.runs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ablate.app.RequestException;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import picocli.CommandLine.Option;

/** Which runs a command is about. */
final class RunFilterOptions {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Only runs of this experiment, by its name or key.")
  private String experiment;

  @Option(names = "--variant", paramLabel = "NAME", description = "Only runs of this variant.")
  private String variant;

  @Option(names = "--seed", paramLabel = "N", description = "Only runs with this seed.")
  private Long seed;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      converter = StatusConverter.class,
      description =
          "Only runs with this status: running, finished, failed, diverged, stopped or interrupted. May be"
              + " given several times.")
  private List<RunStatus> statuses = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only runs that began at this date or later, such as 2026-11-21, 12h or 7d.")
  private String since;

  /** Whether any is given. */
  boolean areGiven() {
    return experiment != null
        || variant != null
        || seed != null
        || since != null
        || !statuses.isEmpty();
  }

  /**
   * The filter that they make.
   *
   * @throws RequestException if the time is none
   */
  RunFilter filter() {
    RunFilter filter = RunFilter.all();
    if (experiment != null) {
      filter = filter.ofExperiment(experiment);
    }
    if (variant != null) {
      filter = filter.ofVariant(variant);
    }
    if (seed != null) {
      filter = filter.withSeed(seed);
    }
    if (since != null) {
      filter = filter.since(time(since, Instant.now()));
    }
    if (!statuses.isEmpty()) {
      EnumSet<RunStatus> all = EnumSet.copyOf(statuses);
      filter = filter.withStatus(all.iterator().next(), all.toArray(RunStatus[]::new));
    }
    return filter;
  }

  static Instant time(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw new RequestException(
          "--since is a date such as 2026-11-21, a time such as 2026-11-21T08:00:00Z, or so long ago as 30m, 12h or 7d; got '%s'"
              .formatted(text));
    }
  }
}
