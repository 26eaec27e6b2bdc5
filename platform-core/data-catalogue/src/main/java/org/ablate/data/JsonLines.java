package org.ablate.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Scalar;

/** A file with a JSON object on each line. */
final class JsonLines {
  private JsonLines() {}

  /**
   * The values of some keys; numbers and truth values as they are written.
   *
   * @throws IllegalArgumentException if a line is no object or lacks a key
   */
  static List<List<String>> rows(Path file, List<String> keys) {
    List<String> lines = TextSource.lines(file);
    List<List<String>> rows = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(file + ":" + (i + 1), lines.get(i), keys));
      }
    }
    return rows;
  }

  private static List<String> row(String place, String line, List<String> keys) {
    Node node;
    try {
      node = Json.read(line);
    } catch (DocumentException e) {
      throw new IllegalArgumentException(place + ": " + e.problems().get(0).message(), e);
    }
    if (!(node instanceof Mapping object)) {
      throw new IllegalArgumentException(place + ": the line is no JSON object");
    }
    return keys.stream().map(key -> value(place, object, key)).toList();
  }

  private static String value(String place, Mapping object, String key) {
    if (object.get(key).orElse(null) instanceof Scalar scalar && !scalar.isNull()) {
      return scalar.value().toString();
    }
    throw new IllegalArgumentException(
        "%s: the object has no text under '%s'; its keys are %s"
            .formatted(place, key, String.join(", ", object.keys())));
  }
}
