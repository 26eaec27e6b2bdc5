package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that bring the libraries that they need. */
class LibrariesTest {
  private static final String LIBRARY =
      """
      package acme.words;
      public final class Words {
        public static String version() { return "%s"; }
      }
      """;

  /** Registers a normalization whose summary says which library it sees. */
  private static final String PLUGIN =
      """
      package %1$s;
      import org.ablate.plugin.*;
      import org.ablate.tensor.*;
      public final class AcmePlugin implements Plugin {
        public record Same() implements Normalization {
          @Override public Tensor normalize(Scope scope, Tensor x, Padding padding) { return x; }
        }
        @Override public void register(Catalog catalog) {
          catalog.add(
              Variant.normalization("%2$s", new Same()).summary(acme.words.Words.version()));
        }
      }
      """;

  @TempDir Path folder;

  private Path embedding(String module, String variant, String version) throws IOException {
    Path library =
        JarOfSource.library("acme.words", "acme.words.Words", LIBRARY.formatted(version))
            .build(folder, "words-" + version + ".jar");
    return JarOfSource.of(module, PLUGIN.formatted(module, variant))
        .embedding("acme.words", library)
        .build(folder, module + ".jar");
  }

  private static String librarySeenBy(BundleContainer container, String variant) {
    return container
        .plugins()
        .variants()
        .find(Kind.NORMALIZATION, variant)
        .orElseThrow()
        .variant()
        .summary();
  }

  @Test
  void a_plugin_sees_a_library_that_is_a_jar_inside_its_own() throws IOException {
    Path jar = embedding("acme.one", "acme/one", "1.0");
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      assertEquals(List.of(), container.plugins().problems());
      assertEquals("1.0", librarySeenBy(container, "acme/one"));
    }
  }

  @Test
  void a_plugin_sees_a_library_whose_classes_are_among_its_own() throws IOException {
    Path jar =
        JarOfSource.of("acme.shaded", PLUGIN.formatted("acme.shaded", "acme/shaded"))
            .source("acme.words.Words", LIBRARY.formatted("3.0"))
            .build(folder, "shaded.jar");
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      assertEquals(List.of(), container.plugins().problems());
      assertEquals("3.0", librarySeenBy(container, "acme/shaded"));
    }
  }

  @Test
  void two_plugins_see_different_versions_of_one_library() throws IOException {
    List<Path> jars =
        List.of(embedding("acme.one", "acme/one", "1.0"), embedding("acme.two", "acme/two", "2.0"));
    try (BundleContainer container = BundleContainer.start(jars)) {
      assertEquals(List.of(), container.plugins().problems());
      assertEquals("1.0", librarySeenBy(container, "acme/one"));
      assertEquals("2.0", librarySeenBy(container, "acme/two"));
    }
  }
}
