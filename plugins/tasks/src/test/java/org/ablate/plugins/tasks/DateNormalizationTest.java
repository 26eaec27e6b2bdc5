package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DateNormalizationTest {
  private static final List<FormatStyle> STYLES =
      List.of(FormatStyle.FULL, FormatStyle.LONG, FormatStyle.MEDIUM);
  private static final DateNormalization TASK = task(DateNormalization.LOCALES, STYLES);
  private static final LocalDate DATE = LocalDate.of(2026, 11, 21);

  @Test
  void each_source_is_the_target_as_a_locale_writes_it() {
    for (Example.Pair example : examples(Split.TRAIN)) {
      LocalDate date = LocalDate.parse(example.target());
      assertTrue(
          formats().stream().anyMatch(format -> format.format(date).equals(example.source())),
          example.toString());
    }
  }

  @Test
  void targets_are_dates_of_the_years_asked_for() {
    Set<Integer> years =
        examples(Split.TRAIN).stream()
            .map(example -> LocalDate.parse(example.target()).getYear())
            .collect(Collectors.toSet());

    assertEquals(years(1950, 2049), years);
  }

  @Test
  void no_date_of_one_split_is_in_another() {
    Set<String> trained = targets(Split.TRAIN);
    Set<String> validated = targets(Split.VALIDATION);
    Set<String> tested = targets(Split.TEST);

    assertEquals(Set.of(), shared(trained, validated));
    assertEquals(Set.of(), shared(trained, tested));
    assertEquals(Set.of(), shared(validated, tested));
  }

  @Test
  void no_date_of_one_split_is_in_another_with_another_seed() {
    Set<String> tested =
        TASK.examples(Split.TEST, DataFiles.none(), 8).stream()
            .map(Example.Pair::target)
            .collect(Collectors.toSet());

    assertEquals(Set.of(), shared(targets(Split.TRAIN), tested));
  }

  @Test
  void every_locale_is_among_the_examples() {
    Map<String, Set<String>> written = new HashMap<>();
    for (Example.Pair example : examples(Split.TRAIN)) {
      written.computeIfAbsent(example.target(), date -> new HashSet<>()).add(example.source());
    }
    for (String tag : DateNormalization.LOCALES) {
      List<DateTimeFormatter> formats = TASK.formats(Locale.forLanguageTag(tag));
      assertTrue(
          written.entrySet().stream()
              .anyMatch(
                  entry ->
                      formats.stream()
                          .map(format -> format.format(LocalDate.parse(entry.getKey())))
                          .anyMatch(entry.getValue()::contains)),
          tag);
    }
  }

  @Test
  void there_are_at_least_thirty_locales_with_two_styles_each() {
    assertTrue(DateNormalization.LOCALES.size() >= 30);
    for (String tag : DateNormalization.LOCALES) {
      assertTrue(TASK.formats(Locale.forLanguageTag(tag)).size() >= 2, tag);
    }
  }

  @Test
  void no_two_dates_are_written_alike() {
    Map<String, LocalDate> dates = new HashMap<>();
    for (DateTimeFormatter format : formats()) {
      for (LocalDate date = LocalDate.of(2024, 1, 1);
          date.getYear() == 2024;
          date = date.plusDays(1)) {
        LocalDate other = dates.put(format.format(date), date);
        assertTrue(
            other == null || other.equals(date),
            "%s and %s are both written %s".formatted(other, date, format.format(date)));
      }
    }
  }

  @Test
  void no_date_needs_more_than_40_characters() {
    for (DateTimeFormatter format : formats()) {
      for (LocalDate date = LocalDate.of(2024, 1, 1);
          date.getYear() == 2024;
          date = date.plusDays(1)) {
        assertTrue(format.format(date).length() <= 40, format.format(date));
      }
    }
  }

  @Test
  void dates_are_written_as_people_write_them() {
    Set<String> written =
        formats().stream().map(format -> format.format(DATE)).collect(Collectors.toSet());

    assertTrue(
        written.containsAll(
            List.of(
                "samedi 21 novembre 2026",
                "21. November 2026",
                "2026年11月21日",
                "November 21, 2026",
                "21 Νοεμβρίου 2026")),
        written.toString());
  }

  @Test
  void a_date_has_the_digits_of_its_locale() {
    DateTimeFormatter full = TASK.formats(Locale.forLanguageTag("bn")).get(0);

    assertEquals("শনিবার, ২১ নভেম্বর, ২০২৬", full.format(DATE));
  }

  @Test
  void a_style_that_does_not_say_which_number_is_the_month_is_left_out() {
    DateNormalization task = task(List.of("fr"), List.of(FormatStyle.SHORT, FormatStyle.LONG));

    assertEquals(
        List.of("21 novembre 2026"),
        task.formats(Locale.FRENCH).stream().map(format -> format.format(DATE)).toList());
  }

  @Test
  void a_short_style_that_starts_with_the_year_is_not_left_out() {
    DateNormalization task = task(List.of("sv"), List.of(FormatStyle.SHORT));

    assertEquals(
        List.of("2026-11-21"),
        task.formats(Locale.forLanguageTag("sv")).stream().map(f -> f.format(DATE)).toList());
  }

  @Test
  void a_locale_with_no_style_to_tell_the_month_by_is_refused() {
    DateNormalization task = task(List.of("de", "en-GB"), List.of(FormatStyle.SHORT));

    assertEquals(
        "dates in the locale 'de' do not say which number is the month, in none of the styles asked for; add 'long' to the styles",
        refusal(() -> task.examples(Split.TRAIN, DataFiles.none(), 1)));
  }

  @Test
  void a_locale_that_the_jdk_does_not_know_is_refused() {
    assertEquals(
        "this JDK does not know how dates are written in the locale 'tlh'",
        refusal(() -> task(List.of("fr", "tlh"), STYLES)));
  }

  @Test
  void a_locale_that_is_no_language_tag_is_refused() {
    assertEquals(
        "locales are language tags such as 'fr' or 'pt-BR', but 'zh-cn' is none; did you mean 'zh-CN'?",
        refusal(() -> task(List.of("fr", "zh-cn"), STYLES)));
    assertEquals(
        "locales are language tags such as 'fr' or 'pt-BR', but 'en_US' is none",
        refusal(() -> task(List.of("en_US"), STYLES)));
  }

  @Test
  void no_locale_and_no_style_are_refused() {
    assertEquals(
        "locales must name at least one language, such as 'fr'",
        refusal(() -> task(List.of(), STYLES)));
    assertEquals(
        "styles must name at least one of full, long, medium, short",
        refusal(() -> task(List.of("fr"), List.of())));
  }

  @Test
  void years_out_of_order_are_refused() {
    assertEquals(
        "first_year and last_year must be in order and have four digits, got 2030 and 2020",
        refusal(
            () -> new DateNormalization(2030, 2020, List.of("fr"), STYLES, new Sizes(1, 1, 1))));
  }

  private static DateNormalization task(List<String> locales, List<FormatStyle> styles) {
    return new DateNormalization(1950, 2049, locales, styles, new Sizes(5_000, 500, 500));
  }

  private static List<DateTimeFormatter> formats() {
    return DateNormalization.LOCALES.stream()
        .flatMap(tag -> TASK.formats(Locale.forLanguageTag(tag)).stream())
        .toList();
  }

  private static List<Example.Pair> examples(Split split) {
    return TASK.examples(split, DataFiles.none(), 7);
  }

  private static Set<String> targets(Split split) {
    return examples(split).stream().map(Example.Pair::target).collect(Collectors.toSet());
  }

  private static Set<Integer> years(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
  }

  private static Set<String> shared(Set<String> some, Set<String> others) {
    Set<String> shared = new HashSet<>(some);
    shared.retainAll(others);
    return shared;
  }

  private static String refusal(Executable request) {
    return assertThrows(IllegalArgumentException.class, request).getMessage();
  }
}
