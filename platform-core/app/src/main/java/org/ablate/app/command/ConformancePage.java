package org.ablate.app.command;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ablate.app.run.VariantChecks.Failure;
import org.ablate.app.run.VariantChecks.Verified;
import org.ablate.document.Mapping;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;

/** What the checks of variants came to, for a reader. */
public final class ConformancePage {
  private ConformancePage() {}

  public static String text(List<Verified> all) {
    List<Column> columns =
        List.of(
            new Column("variant", Alignment.LEFT),
            new Column("passed", Alignment.RIGHT),
            new Column("skipped", Alignment.RIGHT),
            new Column("gradient error", Alignment.RIGHT),
            new Column("max |a − b|", Alignment.RIGHT),
            new Column("seconds", Alignment.RIGHT));
    List<List<String>> rows = all.stream().map(ConformancePage::row).toList();
    StringBuilder text = new StringBuilder(new TextTable(columns, rows).plain());
    for (Verified verified : all) {
      verified.failures().stream()
          .collect(groupingBy(ConformancePage::cause, LinkedHashMap::new, toList()))
          .values()
          .forEach(alike -> text.append(ofOneCause(verified.subject(), alike)));
      if (verified.checks() == 0) {
        verified
            .reasons()
            .forEach(why -> text.append("%n%s: %s%n".formatted(verified.subject(), why)));
      }
    }
    return text.append(summary(all)).toString();
  }

  /** The line of code that a message names; where it names none, the message. */
  private static String cause(Failure failure) {
    return failure
        .message()
        .lines()
        .filter(line -> line.startsWith("  at "))
        .findFirst()
        .orElse(failure.message());
  }

  private static String ofOneCause(String subject, List<Failure> alike) {
    Failure first = alike.get(0);
    int others = alike.size() - 1;
    return "%n%s: %s%n  %s%n%s"
        .formatted(
            subject,
            first.check(),
            first.message().indent(2).strip(),
            others == 0
                ? ""
                : "  and %d more %s likewise%n"
                    .formatted(others, others == 1 ? "check fails" : "checks fail"));
  }

  private static List<String> row(Verified verified) {
    return List.of(
        verified.subject(),
        "%d of %d".formatted(verified.passed(), verified.checks()),
        Integer.toString(verified.skipped()),
        number(verified.gradientError()),
        number(verified.onnxDifference()),
        String.format(Locale.ROOT, "%.1f", verified.durationSeconds()));
  }

  private static String number(Optional<Double> value) {
    return value.map(number -> String.format(Locale.ROOT, "%.1e", number)).orElse("");
  }

  private static String summary(List<Verified> all) {
    int checks = all.stream().mapToInt(Verified::checks).sum();
    int failures = all.stream().mapToInt(verified -> verified.failures().size()).sum();
    double seconds = all.stream().mapToDouble(Verified::durationSeconds).sum();
    return String.format(
        Locale.ROOT,
        "%n%d %s in %.0f s; %s.%n",
        checks,
        checks == 1 ? "check" : "checks",
        seconds,
        failures == 0 ? "none fails" : failures + (failures == 1 ? " fails" : " fail"));
  }

  /** The row of a variant, while others are still being checked. */
  static String line(Verified verified) {
    return String.format(
        Locale.ROOT,
        "%s: %d of %d in %.1f s",
        verified.subject(),
        verified.passed(),
        verified.checks(),
        verified.durationSeconds());
  }

  public static Mapping document(Verified verified) {
    return Mapping.empty()
        .with("subject", verified.subject())
        .with("passed", verified.passed())
        .with("checks", verified.checks())
        .with("skipped", verified.skipped())
        .with("gradient_error", verified.gradientError())
        .with("max_absolute_difference", verified.onnxDifference())
        .with("duration_seconds", verified.durationSeconds())
        .with("failures", verified.failures());
  }
}
