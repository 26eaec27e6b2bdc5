package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing plugins, and noticing what happens to them afterwards. */
class PluginFolderTest {
  private static final List<Path> NO_OTHERS = List.of();

  @TempDir Path folder;
  private PluginFolder plugins;

  @BeforeEach
  void an_empty_folder() {
    plugins = new PluginFolder(folder.resolve("plugins"));
  }

  @Test
  void what_is_installed_is_recorded_with_its_hash_and_source() throws IOException {
    Path jar = good("1.0.0");

    PluginEntry entry = plugins.install(jar, "target/acme.jar", NO_OTHERS);

    assertEquals(List.of(entry), plugins.entries());
    assertEquals("acme.good 1.0.0", entry.origin().toString());
    assertEquals(Hash.of(jar), entry.origin().sha256());
    assertEquals("target/acme.jar", entry.source());
    assertEquals(List.of(folder.resolve("plugins/acme.good-1.0.0.jar")), plugins.check().jars());
  }

  @Test
  void another_version_stays_beside_the_first() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);
    plugins.install(good("1.1.0"), "second", NO_OTHERS);

    assertEquals(2, plugins.check().jars().size());
    assertEquals(1, plugins.find("acme.good", Optional.of("1.1")).size());
  }

  @Test
  void the_same_version_is_replaced() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);
    plugins.install(good("1.0.0"), "second", NO_OTHERS);

    assertEquals(List.of("second"), plugins.entries().stream().map(PluginEntry::source).toList());
  }

  @Test
  void a_jar_that_changed_is_told_and_not_loaded() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);
    Path installed = folder.resolve("plugins/acme.good-1.0.0.jar");
    String before = Hash.of(installed).substring(0, 8);
    Files.writeString(installed, "something else");
    String after = Hash.of(installed).substring(0, 8);

    assertEquals(List.of(), plugins.check().jars());
    assertEquals(
        "acme.good-1.0.0.jar: it is not the jar that was installed (its SHA-256 begins with %s, not with %s); install it again if you trust it"
            .formatted(after, before),
        plugins.check().problems().get(0).toString());
  }

  @Test
  void a_jar_that_is_gone_is_told() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);
    Files.delete(folder.resolve("plugins/acme.good-1.0.0.jar"));

    assertEquals(
        "acme.good-1.0.0.jar: it is gone; install it again, or forget it with: ablate plugin remove acme.good",
        plugins.check().problems().get(0).toString());
  }

  @Test
  void a_removed_plugin_leaves_nothing() throws IOException {
    PluginEntry entry = plugins.install(good("1.0.0"), "first", NO_OTHERS);

    plugins.remove(entry);

    assertEquals(List.of(), plugins.entries());
    assertTrue(Files.notExists(folder.resolve("plugins/acme.good-1.0.0.jar")));
  }

  @Test
  void a_plugin_that_cannot_be_loaded_is_not_installed() throws IOException {
    Path jar =
        JarOfSource.good("acme.good", "acme/doubled")
            .header("Import-Package", "org.ablate.plugin;version=\"[2.0,3)\"")
            .build(folder, "acme.jar");

    assertRefused(
        "acme.jar: it was built for org.ablate.plugin [2.0.0,3.0.0), and this platform has 0.1.0; build it for that version",
        jar);
  }

  @Test
  void a_name_that_another_plugin_has_is_refused() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);
    Path jar = JarOfSource.good("acme.other", "acme/doubled").build(folder, "other.jar");

    assertRefused(
        "other.jar: normalization 'acme/doubled' is taken by acme.good-1.0.0.jar; remove one of the two",
        jar);
  }

  @Test
  void what_is_no_jar_is_refused() throws IOException {
    assertRefused(
        "notes.txt: it cannot be read as a jar: zip END header not found",
        Files.writeString(folder.resolve("notes.txt"), "notes"));
  }

  @Test
  void a_damaged_record_is_told() throws IOException {
    Files.createDirectories(folder.resolve("plugins"));
    Path index = Files.writeString(folder.resolve("plugins/plugins.json"), "[{\"name\": 3}]");

    PluginRefusedException refused =
        assertThrows(PluginRefusedException.class, () -> plugins.entries());

    assertEquals(
        index + " is damaged; delete the folder and install the plugins again",
        refused.getMessage());
  }

  @Test
  void a_plugin_that_is_named_stands_in_the_place_of_the_installed_one() throws IOException {
    plugins.install(good("1.0.0"), "first", NO_OTHERS);

    assertEquals(List.of(), plugins.check(List.of(good("2.0.0"))).jars());
  }

  @Test
  void a_lock_lets_only_its_own_jars_through() throws IOException {
    PluginEntry entry = plugins.install(good("1.0.0"), "first", NO_OTHERS);
    Path file = folder.resolve("ablate.lock");
    Files.writeString(file, new PluginLock(List.of(entry.origin())).text());
    plugins.install(good("1.1.0"), "second", NO_OTHERS);

    PluginFolder.Checked checked = PluginLock.read(file).check(plugins.check().jars());

    assertEquals(1, checked.jars().size());
    assertEquals(
        "acme.good-1.1.0.jar: it is not in the lock file, so it is not loaded",
        checked.problems().get(0).toString());
  }

  @Test
  void a_lock_that_is_not_there_is_told() {
    Path nowhere = folder.resolve("ablate.lock");

    PluginRefusedException refused =
        assertThrows(PluginRefusedException.class, () -> PluginLock.read(nowhere));

    assertEquals(
        "there is no lock file %s; write it with: ablate plugin lock".formatted(nowhere),
        refused.getMessage());
  }

  private void assertRefused(String message, Path jar) {
    PluginRefusedException refused =
        assertThrows(
            PluginRefusedException.class, () -> plugins.install(jar, jar.toString(), NO_OTHERS));
    assertEquals(message, refused.getMessage());
    assertTrue(plugins.find("acme.other", Optional.empty()).isEmpty());
  }

  private Path good(String version) throws IOException {
    return JarOfSource.good("acme.good", "acme/doubled")
        .header("Bundle-Version", version)
        .build(folder, "acme-" + version + ".jar");
  }
}
