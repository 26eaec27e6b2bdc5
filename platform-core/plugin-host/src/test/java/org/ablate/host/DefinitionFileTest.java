package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ablate.document.DocumentException;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFileTest {
  private static final String PIECE =
      """
      package acme.pieces;
      import java.util.*;
      import org.ablate.plugin.*;
      import org.ablate.tensor.*;
      public final class AcmePlugin implements Plugin {
        public record Uniform(int window) implements Attention {
          @Override public Tensor attend(
              Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
            return query;
          }
          @Override public Set<Capability> capabilities() { return Set.of(Capability.CAUSAL); }
        }
        @Override public void register(Catalog catalog) {
          catalog.add(Variant.attention("acme/uniform", new Uniform(4)));
        }
      }
      """;

  private static final String FILE =
      """
      plugin: {name: com.zeta.near, version: 1.2.0}
      define:
        zeta/near: {attention: {name: acme/uniform, window: 2}}
      """;

  @TempDir Path folder;

  private Path pack(String text) throws IOException {
    return DefinitionFile.read(Files.writeString(folder.resolve("near.yaml"), text)).pack(folder);
  }

  private List<Path> withPieces(Path definitions) throws IOException {
    return List.of(definitions, JarOfSource.of("acme.pieces", PIECE).build(folder, "pieces.jar"));
  }

  @Test
  void a_file_becomes_a_plugin_that_both_containers_load_after_its_pieces() throws IOException {
    List<Path> jars = withPieces(pack(FILE));

    try (BundleContainer bundles = BundleContainer.start(jars)) {
      for (LoadedPlugins loaded : List.of(bundles.plugins(), LayerContainer.load(jars))) {
        assertEquals(List.of(), loaded.problems());
        var near = loaded.variants().find(Kind.ATTENTION, "zeta/near").orElseThrow();
        assertEquals("com.zeta.near 1.2.0", near.origin().toString());
      }
    }
  }

  @Test
  void the_same_file_is_packed_to_the_same_bytes() throws IOException {
    assertEquals(Hash.of(pack(FILE)), Hash.of(pack(FILE)));
  }

  @Test
  void what_does_not_compose_is_refused_with_its_place() throws IOException {
    List<Path> jars = withPieces(pack(FILE.replace("acme/uniform", "acme/unifrom")));

    try (BundleContainer bundles = BundleContainer.start(jars)) {
      assertEquals(
          "near.yaml:3:33: unknown attention 'acme/unifrom'; did you mean 'acme/uniform'? Known: acme/uniform",
          bundles.plugins().problems().get(0).message());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "define: {a: b} | near.yaml:1:1: a plugin in YAML has the keys 'plugin', such as {name: com.acme.windows, version: 1.0.0}, and 'define' or 'import'",
        "{plugin: {name: Near, version: 1.0.0}, define: {}} | near.yaml:1:10: 'Near' is no name for a plugin: names are words of small letters with '.' between them, such as com.acme.windows",
        "{plugin: {name: near, version: '1'}, define: {}} | near.yaml:1:10: '1' is no version: versions are three numbers, such as 1.0.0",
        "{plugin: {name: near}, define: {}} | near.yaml:1:10: the key 'version' is missing",
      })
  void a_file_that_does_not_say_what_it_is_is_one_line(String text, String message) {
    assertEquals(message, assertThrows(DocumentException.class, () -> pack(text)).getMessage());
  }
}
