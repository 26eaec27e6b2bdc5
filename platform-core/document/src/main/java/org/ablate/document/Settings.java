package org.ablate.document;

import java.util.List;

/**
 * Settings are records: a document's mapping is laid over an instance that carries the defaults.
 *
 * <p>The keys are the names of the record's components in snake_case ({@code dModel} is {@code
 * d_model}, {@code beta1} is {@code beta_1}). Components may be {@code int}, {@code long}, {@code
 * double}, {@code boolean}, {@code String}, enums (constants in kebab-case), records, sealed
 * interfaces of records, and {@code List}s and {@code Optional}s of these. A {@code double} takes
 * whole numbers too; an {@code int} or {@code long} takes a number such as {@code 1e4} that is
 * whole. Null empties an {@code Optional}. Records and enums must be public and in a package that
 * is exported to this module.
 *
 * <p>A mapping is read to its end whatever is wrong with it. Problems are: an unknown key, a value
 * of the wrong type, an unknown constant, and what the record's constructor refuses with an {@link
 * IllegalArgumentException}, whose message should say which values are allowed. A refusal is placed
 * at the value to blame, or at the mapping where several values together are.
 */
public final class Settings {
  private Settings() {}

  /**
   * Lays a mapping over defaults.
   *
   * @return the settings; a missing key keeps the default's value
   * @throws DocumentException with all problems
   * @throws IllegalArgumentException if the record or one of its components is of an unsupported
   *     type
   */
  public static <R extends Record> R read(Mapping mapping, R defaults) {
    Problems problems = new Problems();
    R settings = read(mapping, defaults, problems);
    problems.throwIfAny();
    return settings;
  }

  /**
   * Lays a mapping over defaults, for a caller with more to read.
   *
   * @param problems takes what is wrong
   * @return the settings; whatever is wrong keeps the default's value
   */
  public static <R extends Record> R read(Mapping mapping, R defaults, Problems problems) {
    return read(mapping, defaults, List.of(), problems);
  }

  /**
   * Lays a mapping over defaults, for a caller who reads other keys of the mapping.
   *
   * @param otherKeys the keys that the caller reads
   * @param problems takes what is wrong
   * @return the settings; whatever is wrong keeps the default's value
   */
  public static <R extends Record> R read(
      Mapping mapping, R defaults, List<String> otherKeys, Problems problems) {
    Class<R> type = type(defaults);
    return new SettingsReader(problems)
        .record(type, mapping, defaults, otherKeys)
        .map(type::cast)
        .orElse(defaults);
  }

  /**
   * Reads a record that has no defaults: every key must be there, except those of {@code Optional}
   * components.
   *
   * @throws DocumentException with all problems
   */
  public static <R extends Record> R read(Mapping mapping, Class<R> type) {
    Problems problems = new Problems();
    var settings = new SettingsReader(problems).record(type, mapping, null, List.of());
    problems.throwIfAny();
    return type.cast(settings.orElseThrow());
  }

  /**
   * Looks into a record before anybody reads settings into it.
   *
   * @throws IllegalArgumentException if the record or one of its components is of an unsupported
   *     type, or a default is null
   */
  public static void requireReadable(Record defaults) {
    new SettingTypes().require(defaults.getClass());
    RecordType type = RecordType.of(defaults.getClass());
    for (RecordType.Component setting : type.settings()) {
      if (type.get(setting, defaults) == null) {
        throw new IllegalArgumentException(
            "the default of '%s' is null; make it an Optional".formatted(setting.key()));
      }
    }
  }

  /** All settings of a record with their values, as {@link #read} would read them back. */
  public static Mapping write(Record settings) {
    return RecordType.of(settings.getClass()).write(settings);
  }

  @SuppressWarnings("unchecked") // records are final: the class of an R is R's
  private static <R extends Record> Class<R> type(R settings) {
    return (Class<R>) settings.getClass();
  }
}
