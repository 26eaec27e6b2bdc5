package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar is replaced while the program runs. */
class ReplacingTest {
  private static final int TIMES = 500;

  /** The framework itself holds on to the last one or two that it loaded. */
  private static final int STILL_HELD = 3;

  @TempDir Path folder;

  @Test
  void a_replaced_jar_is_what_is_loaded_from_then_on() throws IOException {
    Path jar = JarOfSource.good("acme.good", "acme/first").build(folder, "acme.jar");
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      JarOfSource.good("acme.good", "acme/second").build(folder, "acme.jar");
      container.replace(jar);

      assertEquals(List.of(), container.plugins().problems());
      assertEquals(
          List.of("acme/second"), container.plugins().variants().names(Kind.NORMALIZATION));
    }
  }

  @Test
  void a_broken_replacement_is_told_and_a_repaired_one_loaded() throws IOException {
    Path jar = JarOfSource.good("acme.good", "acme/first").build(folder, "acme.jar");
    byte[] good = Files.readAllBytes(jar);
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      Files.writeString(jar, "half a jar");
      container.replace(jar);
      assertEquals(
          List.of("acme.jar: it cannot be read as a jar: zip END header not found"),
          container.plugins().problems().stream().map(PluginProblem::toString).toList());
      assertEquals(List.of(), container.plugins().variants().all());

      Files.write(jar, good);
      container.replace(jar);
      assertEquals(List.of(), container.plugins().problems());
      assertEquals(List.of("acme/first"), container.plugins().variants().names(Kind.NORMALIZATION));
    }
  }

  @Test
  void a_variant_made_before_stays_what_it_is() throws IOException {
    Path jar = JarOfSource.good("acme.good", "acme/first").build(folder, "acme.jar");
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      Object before = defaults(container, "acme/first");
      JarOfSource.good("acme.good", "acme/second").build(folder, "acme.jar");
      container.replace(jar);

      assertEquals("Doubled[factor=2.0]", before.toString());
    }
  }

  @Test
  void two_versions_stand_side_by_side_and_the_newest_has_the_plain_name() throws IOException {
    Path older = version("1.9.0");
    Path newer = version("1.10.0");
    try (BundleContainer container = BundleContainer.start(List.of(older, newer))) {
      assertEquals(List.of(), container.plugins().problems());
      assertEquals("1.10.0", versionOf(container, "acme/doubled"));
      assertEquals("1.9.0", versionOf(container, "acme/doubled@1.9"));
      assertEquals("1.10.0", versionOf(container, "acme/doubled@1"));
      assertTrue(
          container.plugins().variants().find(Kind.NORMALIZATION, "acme/doubled@1.1").isEmpty());
    }
  }

  @Test
  void replacing_a_jar_many_times_leaks_no_class_loader() throws Exception {
    Path first = JarOfSource.good("acme.good", "acme/first").build(folder, "first.jar");
    Path second = JarOfSource.good("acme.good", "acme/second").build(folder, "second.jar");
    Path jar = Files.copy(first, folder.resolve("acme.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      for (int time = 0; time < TIMES; time++) {
        boolean even = time % 2 == 0;
        Files.copy(even ? second : first, jar, StandardCopyOption.REPLACE_EXISTING);
        container.replace(jar);
        Object made = defaults(container, even ? "acme/second" : "acme/first");
        loaders.add(new WeakReference<>(made.getClass().getClassLoader()));
      }
      for (int i = 0; i < 10 && held(loaders) > STILL_HELD; i++) {
        System.gc();
        Thread.sleep(50);
      }
      assertTrue(held(loaders) <= STILL_HELD, held(loaders) + " class loaders are still held");
    }
  }

  private static long held(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  private static Normalization defaults(BundleContainer container, String name) {
    return (Normalization)
        container
            .plugins()
            .variants()
            .find(Kind.NORMALIZATION, name)
            .orElseThrow()
            .variant()
            .defaults();
  }

  private static String versionOf(BundleContainer container, String name) {
    return container
        .plugins()
        .variants()
        .find(Kind.NORMALIZATION, name)
        .orElseThrow()
        .origin()
        .version();
  }

  private Path version(String version) throws IOException {
    return JarOfSource.good("acme.good", "acme/doubled")
        .header("Bundle-Version", version)
        .build(folder, "acme-" + version + ".jar");
  }
}
