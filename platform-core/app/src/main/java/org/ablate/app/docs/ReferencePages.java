package org.ablate.app.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.Variants;

/** The reference in Markdown: a page for each kind, with a section for each variant. */
public final class ReferencePages {
  private ReferencePages() {}

  /** The text of each page, by the name of its file. */
  public static Map<String, String> of(Variants variants) {
    Map<String, String> pages = new LinkedHashMap<>();
    StringBuilder index = new StringBuilder("# Variants\n");
    for (Kind kind : Kind.values()) {
      List<VariantPage> ofKind = variants.of(kind).stream().map(VariantPage::of).toList();
      String file = fileOf(kind);
      pages.put(file, page(kind, ofKind));
      index.append("\n## [%s](%s)\n\n".formatted(title(kind), file));
      ofKind.forEach(
          page ->
              index.append(
                  "- [`%s`](%s#%s): %s%n"
                      .formatted(page.name(), file, anchor(page), escaped(page.summary()))));
    }
    pages.put("README.md", index.toString());
    return pages;
  }

  private static String fileOf(Kind kind) {
    return kind.key().replace('_', '-') + ".md";
  }

  private static String title(Kind kind) {
    String words = kind.key().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** As hosts of Markdown make them: letters, digits and hyphens of the heading. */
  private static String anchor(VariantPage page) {
    return page.name().replaceAll("[^a-z0-9-]", "");
  }

  private static String page(Kind kind, List<VariantPage> variants) {
    return "# %s%n%s"
        .formatted(
            title(kind),
            variants.stream().map(ReferencePages::section).collect(Collectors.joining()));
  }

  private static String section(VariantPage page) {
    StringBuilder text = new StringBuilder("%n## %s%n".formatted(page.name()));
    if (!page.summary().isEmpty()) {
      text.append("%n%s%n".formatted(escaped(page.summary())));
    }
    page.description().forEach(paragraph -> text.append("%n%s%n".formatted(escaped(paragraph))));
    text.append("\n");
    page.papers().forEach(paper -> text.append("- Source: %s%n".formatted(escaped(paper))));
    text.append("- Plugin: `%s` %s%n".formatted(page.plugin(), page.version()));
    if (!page.capabilities().isEmpty()) {
      text.append("- Honours: %s%n".formatted(String.join(", ", page.capabilities())));
    }
    if (!page.settings().isEmpty()) {
      text.append("\n| setting | default | |\n| --- | --- | --- |\n");
      page.settings()
          .keySet()
          .forEach(
              key ->
                  text.append(
                      "| `%s` | `%s` | %s |%n"
                          .formatted(
                              key,
                              page.defaultOf(key),
                              escaped(page.explanations().getOrDefault(key, "")))));
    }
    return text.toString();
  }

  /** Text in which Markdown sees no marks of its own. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("|", "\\|")
        .replace("<", "&lt;");
  }
}
