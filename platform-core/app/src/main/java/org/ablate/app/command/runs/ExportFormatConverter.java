package org.ablate.app.command.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ablate.document.NearestName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a format. */
final class ExportFormatConverter implements ITypeConverter<ExportFormat> {
  private static final List<String> NAMES =
      Arrays.stream(ExportFormat.values())
          .map(format -> format.name().toLowerCase(Locale.ROOT))
          .toList();

  @Override
  public ExportFormat convert(String value) {
    int index = NAMES.indexOf(value.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new TypeConversionException(NearestName.unknown("format", value, NAMES));
    }
    return ExportFormat.values()[index];
  }
}
