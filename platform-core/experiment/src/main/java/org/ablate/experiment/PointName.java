package org.ablate.experiment;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Node;
import org.ablate.document.Sequence;

/**
 * Names points of grids: {@code d_model=64,attention=linear}. A setting goes by its last key, or by
 * as many of its last keys as tell it from the other axes.
 *
 * @param labels what each axis is called, by path
 */
record PointName(Map<String, String> labels) {
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_.-]+");

  static PointName of(Collection<String> paths) {
    Map<String, String> labels = new HashMap<>();
    for (String path : paths) {
      String label = lastKeys(path, 1);
      for (int keys = 2; !isClear(label, path, paths); keys++) {
        label = lastKeys(path, keys);
      }
      labels.put(path, label);
    }
    return new PointName(labels);
  }

  private static boolean isClear(String label, String path, Collection<String> paths) {
    return label.equals(path)
        || paths.stream().noneMatch(p -> !p.equals(path) && ("." + p).endsWith("." + label));
  }

  private static String lastKeys(String path, int count) {
    List<String> keys = List.of(path.split("\\."));
    return String.join(".", keys.subList(Math.max(0, keys.size() - count), keys.size()));
  }

  /** The name of a point; empty where there are no axes. */
  String of(List<Coordinate> point) {
    StringJoiner name = new StringJoiner(",");
    point.forEach(at -> add(labels.get(at.path()), at.value(), name));
    return name.toString();
  }

  private static void add(String label, Node value, StringJoiner name) {
    if (value instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        add(entry.key().equals(Delta.NAME) ? label : entry.key(), entry.value(), name);
      }
    } else {
      name.add(label + "=" + text(value));
    }
  }

  /** A value as people write it: {@code 64}, {@code 0.001}, {@code 1e-5}, {@code linear}. */
  static String text(Node value) {
    if (value instanceof Sequence sequence) {
      StringJoiner items = new StringJoiner("-");
      sequence.items().forEach(item -> items.add(text(item)));
      return items.toString();
    }
    Object java = value.toJava();
    String text =
        java instanceof Double number
            ? number.toString().replaceAll("\\.0(?=$|E)", "").replace('E', 'e')
            : String.valueOf(java);
    return NOT_IN_NAMES.matcher(text).replaceAll("-");
  }
}
