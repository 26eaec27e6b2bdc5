package org.ablate.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.document.DocumentException;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Yaml;

/** Reads files and what they extend, with nested mappings in place of paths. */
final class ExperimentFile {
  static final String EXTENDS = "extends";
  static final String VARIANTS = "variants";
  static final String EXCLUDE = "exclude";
  static final String BASELINE = "baseline";
  private static final String NAME = "name";

  /** Keys whose values hold names of variants, or lists of conditions, which are no paths. */
  private static final Set<String> WITHOUT_PATHS = Set.of(VARIANTS, EXCLUDE, BASELINE);

  private final Problems problems;
  private final List<Path> opened = new ArrayList<>();

  ExperimentFile(Problems problems) {
    this.problems = problems;
  }

  /** A file laid over the one that it extends, if it extends one, and so on. */
  Mapping read(Path file) {
    opened.add(file.toAbsolutePath().normalize());
    Mapping written = pathsRead(Yaml.read(file));
    Optional<Entry> base = written.entry(EXTENDS);
    if (base.isEmpty()) {
      return written;
    }
    Mapping own = written.without(EXTENDS);
    return base(base.get().value(), file)
        .map(extended -> new Delta(own).over(extended.without(NAME)))
        .orElse(own);
  }

  private Optional<Mapping> base(Node name, Path from) {
    if (!(name.toJava() instanceof String text)) {
      problems.add(name.location(), "'extends' must be the path of a file, relative to this one");
      return Optional.empty();
    }
    Path file = from.resolveSibling(text);
    Path absolute = file.toAbsolutePath().normalize();
    if (opened.contains(absolute)) {
      String circle =
          opened.subList(opened.indexOf(absolute), opened.size()).stream()
              .map(path -> path.getFileName() + " → ")
              .collect(Collectors.joining("", "", absolute.getFileName().toString()));
      problems.add(name.location(), "the file extends itself: " + circle);
      return Optional.empty();
    }
    try {
      return Optional.of(read(file));
    } catch (DocumentException e) {
      e.problems()
          .forEach(
              problem -> {
                boolean placed = problem.location().line() > 0;
                problems.add(
                    placed ? problem.location() : name.location(),
                    placed ? problem.message() : "'%s': %s".formatted(text, problem.message()));
              });
      return Optional.empty();
    }
  }

  /** A document with nested mappings in place of paths. */
  Mapping pathsRead(Node document) {
    if (!(document instanceof Mapping written)) {
      throw new DocumentException(
          document.location(), "an experiment is a mapping with at least the key 'task'");
    }
    List<Entry> settings = new ArrayList<>(written.entries());
    settings.removeIf(entry -> WITHOUT_PATHS.contains(entry.key()));
    Mapping read = Delta.read(written.location(), settings, problems).mapping();
    for (Entry entry : written.entries()) {
      if (WITHOUT_PATHS.contains(entry.key())) {
        read = read.with(entry.key().equals(VARIANTS) ? variants(entry) : entry);
      }
    }
    return read;
  }

  private Entry variants(Entry variants) {
    if (!(variants.value() instanceof Mapping named)) {
      return variants;
    }
    Mapping read = named;
    for (Entry variant : named.entries()) {
      if (variant.value() instanceof Mapping changes) {
        Delta delta = Delta.read(changes.location(), changes.entries(), problems);
        read = read.with(new Entry(variant.location(), variant.key(), delta.mapping()));
      }
    }
    return new Entry(variants.location(), VARIANTS, read);
  }
}
