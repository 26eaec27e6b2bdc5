package org.ablate.experiment;

import java.util.List;
import java.util.Optional;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;

/**
 * A change that is laid over a document.
 *
 * @param mapping the keys that it changes; all that is not in it stays
 */
record Delta(Mapping mapping) {
  /** The key under which a component is named when it has settings too. */
  static final String NAME = "name";

  /**
   * Reads a change whose keys may be paths: {@code model.attention} is {@code attention} under
   * {@code model}.
   */
  static Delta read(Location location, List<Entry> entries, Problems problems) {
    return new Delta(nested(location, entries, problems));
  }

  /** No change. */
  static Delta none() {
    return new Delta(Mapping.empty());
  }

  /** A component that is only named, as a mapping. */
  static Mapping named(Node name) {
    return new Mapping(name.location(), List.of(new Entry(name.location(), NAME, name)));
  }

  private static Mapping nested(Location location, List<Entry> entries, Problems problems) {
    Mapping nested = new Mapping(location, List.of());
    for (Entry entry : entries) {
      Node value =
          entry.value() instanceof Mapping m
              ? nested(m.location(), m.entries(), problems)
              : entry.value();
      List<String> path = List.of(entry.key().split("\\.", -1));
      if (path.contains("")) {
        problems.add(
            entry.location(),
            "'%s' is no path: a path is keys with '.' between them, such as model.d_model"
                .formatted(entry.key()));
      } else {
        nested = united("", nested, at(entry.location(), path, value), problems);
      }
    }
    return nested;
  }

  /** A change of one setting. */
  static Delta at(Location location, String path, Node value) {
    return new Delta(at(location, List.of(path.split("\\.")), value));
  }

  /** What it lays at a path of keys, if anything. */
  Optional<Node> get(String path) {
    Node found = mapping;
    for (String key : path.split("\\.")) {
      Optional<Node> inner = found instanceof Mapping m ? m.get(key) : Optional.empty();
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      found = inner.get();
    }
    return Optional.of(found);
  }

  /** A mapping that has a value under a path of keys. */
  private static Mapping at(Location location, List<String> path, Node value) {
    Node inner = path.size() == 1 ? value : at(location, path.subList(1, path.size()), value);
    return new Mapping(location, List.of(new Entry(location, path.get(0), inner)));
  }

  /**
   * What both say, where neither may say what the other has said.
   *
   * @param parent the path of the mappings, with a '.' at its end
   */
  private static Mapping united(String parent, Mapping first, Mapping second, Problems problems) {
    Mapping union = first;
    for (Entry entry : second.entries()) {
      String path = parent + entry.key();
      Optional<Entry> before = first.entry(entry.key());
      if (before.isEmpty()) {
        union = union.with(entry);
      } else if (before.get().value() instanceof Mapping a && entry.value() instanceof Mapping b) {
        Mapping both = united(path + ".", a, b, problems);
        union = union.with(new Entry(before.get().location(), entry.key(), both));
      } else {
        problems.add(
            entry.location(), "'%s' is also set at %s".formatted(path, before.get().location()));
      }
    }
    return union;
  }

  /**
   * A document with this change. Mappings are laid over mappings key by key; but a component under
   * another name takes nothing over from the one before it, whose settings are its own.
   */
  Mapping over(Mapping base) {
    return over(base, mapping);
  }

  private static Mapping over(Mapping base, Mapping change) {
    Mapping changed = base;
    for (Entry entry : change.entries()) {
      Node value =
          base.get(entry.key()).map(older -> over(older, entry.value())).orElse(entry.value());
      changed = changed.with(new Entry(entry.location(), entry.key(), value));
    }
    return changed;
  }

  private static Node over(Node base, Node change) {
    if (!(change instanceof Mapping newer)) {
      return change;
    }
    if (base instanceof Scalar scalar && scalar.value() instanceof String) {
      return over(named(base), newer);
    }
    if (!(base instanceof Mapping older)) {
      return change;
    }
    Optional<Object> newName = newer.get(NAME).map(Node::toJava);
    boolean another = newName.isPresent() && !newName.equals(older.get(NAME).map(Node::toJava));
    return another ? change : over(older, newer);
  }
}
