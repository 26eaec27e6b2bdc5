package org.ablate.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.onnx.OnnxException;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.plugin.Variant;

/**
 * Components that a plugin imports from ONNX files, such as
 *
 * <pre>
 * acme/gated: {kind: feed-forward, file: gated.onnx, summary: a gate that was trained elsewhere}
 * </pre>
 */
public final class Imports {
  /** The key under which plugins import components. */
  public static final String IMPORT = "import";

  private static final String KIND = "kind";
  private static final String FILE = "file";
  private static final String SUMMARY = "summary";
  private static final List<String> KEYS = List.of(KIND, FILE, SUMMARY);
  private static final List<String> KINDS = List.of("attention", "feed-forward", "normalization");

  private final Map<String, byte[]> files;
  private final Problems problems;

  private Imports(Map<String, byte[]> files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /** The files that are named, whatever else is wrong. */
  public static List<String> files(Node written) {
    List<String> files = new ArrayList<>();
    if (written instanceof Mapping named) {
      for (Entry entry : named.entries()) {
        if (entry.value() instanceof Mapping one) {
          text(one, FILE).ifPresent(files::add);
        }
      }
    }
    return files;
  }

  /**
   * What a plugin imports.
   *
   * @param written what is under {@link #IMPORT}
   * @param files what the files hold, by the names that are stated
   * @param problems takes what is wrong
   */
  public static List<Variant> read(Node written, Map<String, byte[]> files, Problems problems) {
    Imports imports = new Imports(files, problems);
    List<Variant> variants = new ArrayList<>();
    if (written instanceof Mapping named && !named.entries().isEmpty()) {
      named.entries().forEach(entry -> imports.read(entry).ifPresent(variants::add));
    } else {
      problems.add(
          written.location(),
          "'import' must be a mapping from names to files, such as {acme/gated: {kind: feed-forward, file: gated.onnx}}");
    }
    return variants;
  }

  private Optional<Variant> read(Entry entry) {
    Mapping written = entry.value() instanceof Mapping mapping ? mapping : Mapping.empty();
    int before = problems.count();
    for (Entry stated : written.entries()) {
      if (!KEYS.contains(stated.key())) {
        problems.add(stated.location(), NearestName.unknown("key", stated.key(), KEYS));
      }
    }
    Optional<String> kind = text(written, KIND);
    Optional<String> file = text(written, FILE);
    if (kind.isEmpty() || file.isEmpty()) {
      problems.add(
          entry.value().location(),
          "'%s' must state its 'kind' and its 'file', such as {kind: feed-forward, file: gated.onnx}"
              .formatted(entry.key()));
    } else if (!KINDS.contains(kind.get())) {
      problems.add(
          written.get(KIND).orElseThrow().location(),
          NearestName.unknown("kind", kind.get(), KINDS));
    } else if (!files.containsKey(file.get())) {
      problems.add(written.get(FILE).orElseThrow().location(), "there is no file " + file.get());
    }
    return problems.count() > before
        ? Optional.empty()
        : variant(entry, written, kind.orElseThrow(), file.orElseThrow());
  }

  private Optional<Variant> variant(Entry entry, Mapping written, String kind, String file) {
    try {
      OnnxSubgraph graph = OnnxSubgraph.read(file, files.get(file));
      Variant variant =
          switch (kind) {
            case "attention" -> Variant.attention(entry.key(), new ImportedAttention(graph));
            case "normalization" ->
                Variant.normalization(entry.key(), new ImportedNormalization(graph));
            default -> Variant.feedForward(entry.key(), new ImportedFeedForward(graph));
          };
      String summary = text(written, SUMMARY).orElse("imported");
      return Optional.of(variant.summary("%s (%s; forward only)".formatted(summary, graph)));
    } catch (OnnxException | IllegalArgumentException e) {
      problems.add(entry.location(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> text(Mapping written, String key) {
    return written
        .get(key)
        .map(Node::toJava)
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }
}
