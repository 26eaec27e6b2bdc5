package org.ablate.app.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.ablate.document.NearestName;
import org.ablate.plugin.Kind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind as experiment files write it, with hyphens too. */
public final class KindConverter implements ITypeConverter<Kind>, Iterable<String> {
  private static final List<String> KEYS = Arrays.stream(Kind.values()).map(Kind::key).toList();

  @Override
  public Kind convert(String value) {
    return named(value).orElseThrow(() -> new TypeConversionException(unknown(value)));
  }

  private static String unknown(String value) {
    return value.replace('-', '_').equals("token_mixer")
        ? "a token mixer is of the kind attention: its record implements TokenMixer instead of Attention"
        : NearestName.unknown("kind", value, KEYS);
  }

  /** The kind of a name, if there is one. */
  static Optional<Kind> named(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.key().equals(name.replace('-', '_')))
        .findFirst();
  }

  @Override
  public Iterator<String> iterator() {
    return KEYS.iterator();
  }
}
