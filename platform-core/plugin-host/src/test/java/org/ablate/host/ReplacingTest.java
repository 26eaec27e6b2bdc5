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
import java.util.stream.Stream;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A jar is replaced while the program runs. */
class ReplacingTest {
  private static final int TIMES = 500;

  /** The framework itself holds on to the last one or two that it loaded. */
  private static final int STILL_HELD = 3;

  /** From then on the JVM has grown to what the work takes. */
  private static final int WARM = 150;

  private static final int COLLECT_EVERY = 50;

  /**
   * How much more memory the process may hold after the last replacement than once it was warm: a
   * leak of one class loader with its classes each time, some 200 kB, would come to 70 MiB.
   */
  private static final long TOLERATED_BYTES = 24L << 20;

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
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of the process is read from /proc")
  void replacing_a_jar_many_times_leaks_no_class_loader_and_no_native_memory() throws Exception {
    Path first = JarOfSource.good("acme.good", "acme/first").build(folder, "first.jar");
    Path second = JarOfSource.good("acme.good", "acme/second").build(folder, "second.jar");
    Path jar = Files.copy(first, folder.resolve("acme.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long warm = 0;
    try (BundleContainer container = BundleContainer.start(List.of(jar))) {
      for (int time = 0; time < TIMES; time++) {
        boolean even = time % 2 == 0;
        Files.copy(even ? second : first, jar, StandardCopyOption.REPLACE_EXISTING);
        container.replace(jar);
        Object made = defaults(container, even ? "acme/second" : "acme/first");
        loaders.add(new WeakReference<>(made.getClass().getClassLoader()));
        if (time % COLLECT_EVERY == 0) {
          System.gc(); // else what the process holds would be what the heap has grown to
        }
        if (time == WARM) {
          warm = residentBytes();
        }
      }
      for (int i = 0; i < 10 && held(loaders) > STILL_HELD; i++) {
        System.gc();
        Thread.sleep(50);
      }
      assertTrue(held(loaders) <= STILL_HELD, held(loaders) + " class loaders are still held");
      long more = residentBytes() - warm;
      assertTrue(more <= TOLERATED_BYTES, "the process holds %,d bytes more".formatted(more));
    }
  }

  /** What the process has in memory, as Linux counts it. */
  private static long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
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
