package org.ablate.app.command.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ablate.document.NearestName;
import org.ablate.registry.RunStatus;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how far a run has come. */
final class StatusConverter implements ITypeConverter<RunStatus> {
  private static final List<String> NAMES =
      Arrays.stream(RunStatus.values())
          .map(status -> status.name().toLowerCase(Locale.ROOT))
          .toList();

  @Override
  public RunStatus convert(String value) {
    int index = NAMES.indexOf(value.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new TypeConversionException(NearestName.unknown("status", value, NAMES));
    }
    return RunStatus.values()[index];
  }
}
