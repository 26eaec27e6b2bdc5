package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleActivator;

/** What bundles do beyond what {@link ContainersTest} asks of both containers. */
class BundleContainerTest {
  private static final String API = "org.ablate.plugin,org.ablate.tensor";

  /** For a thread or a JVM to end on a busy machine. */
  private static final long LIMIT_SECONDS = 20;

  @TempDir Path folder;

  @Test
  void a_bundle_built_for_another_api_is_told_both_versions() throws IOException {
    assertProblems(
        with("Import-Package", "org.ablate.plugin;version=\"[2.0,3)\""),
        "acme.jar: it was built for org.ablate.plugin [2.0.0,3.0.0), and this platform has 0.1.0; build it for that version");
  }

  @Test
  void a_bundle_that_does_not_import_the_api_is_told_to() throws IOException {
    assertProblems(
        with("Import-Package", "org.ablate.tensor;version=\"[0.1,1)\""),
        "acme.jar: it failed to register: NoClassDefFoundError: org/ablate/plugin/Plugin; Import-Package in its manifest must name the package, which bnd does");
  }

  @Test
  void a_bundle_that_misses_a_package_is_told_which() throws IOException {
    assertProblems(
        with("Import-Package", API + ",com.acme.matrices;version=\"1.2\""),
        "acme.jar: it needs the package com.acme.matrices, which nobody has; embed the library in the plugin");
  }

  @Test
  void a_bundle_built_for_a_later_java_is_told_both() throws IOException {
    assertProblems(
        with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""),
        "acme.jar: it needs Java 99, and this is Java " + Runtime.version().feature());
  }

  @Test
  void a_requirement_without_a_filter_is_named() throws IOException {
    assertProblems(
        with("Require-Capability", "acme.licence"),
        "acme.jar: it needs acme.licence, which nobody has");
  }

  @Test
  void a_requirement_of_another_kind_is_named_with_its_filter() throws IOException {
    assertProblems(
        with("Require-Capability", "acme.licence;filter:=\"(acme.licence=gold)\""),
        "acme.jar: it needs acme.licence (acme.licence=gold), which nobody has");
  }

  @Test
  void a_malformed_version_is_told() throws IOException {
    assertProblems(
        with("Bundle-Version", "one"),
        "acme.jar: it cannot be loaded as a bundle: invalid version \"one\": non-numeric \"one\"");
  }

  @Test
  void a_bundle_may_use_the_packages_of_another() throws IOException {
    LoadedPlugins loaded = load(dependent(), base(""));

    assertEquals(List.of(), loaded.problems());
    assertEquals(2, loaded.plugins().size());
  }

  @Test
  void a_bundle_that_depends_on_a_broken_one_is_told_its_name() throws IOException {
    assertProblems(
        load(dependent(), base(",com.acme.matrices")),
        "dependent.jar: it needs packages of plugins that cannot be loaded themselves: acme.base",
        "base.jar: it needs the package com.acme.matrices, which nobody has; embed the library in the plugin");
  }

  @Test
  void a_bundle_is_not_started() throws IOException {
    Path framework =
        Path.of(
            BundleActivator.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path jar =
        JarOfSource.good("acme.active", "acme/doubled")
            .source("acme.active.Activator", Sources.ACTIVATOR)
            .requiring("org.apache.felix.framework", framework)
            .header("Import-Package", API + ",org.osgi.framework")
            .header("Bundle-Activator", "acme.active.Activator")
            .build(folder, "active.jar");

    assertProblems(load(jar));
    assertNull(System.getProperty("acme.active"));
  }

  @Test
  void a_bundle_sees_the_api_and_nothing_else_of_the_host() throws IOException {
    String source =
        Sources.lookingFor(
            "org.ablate.plugin.Attention",
            "org.ablate.plugin.installed.Variants",
            "org.ablate.host.BundleContainer",
            "org.apache.felix.framework.Felix",
            "org.junit.jupiter.api.Test");

    assertProblems(
        load(JarOfSource.of("acme.curious", source).build(folder, "curious.jar")),
        "curious.jar: it failed to register: IllegalStateException: found: org.ablate.plugin.Attention at acme.curious.AcmePlugin.register(AcmePlugin.java:12)");
  }

  @Test
  void a_closed_container_leaves_no_thread_behind() throws Exception {
    load(JarOfSource.good("acme.good", "acme/doubled").build(folder, "good.jar"));

    // All frameworks of a program share theirs; it ends soon after the last of them is closed.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("Felix")) {
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }

  @Test
  void a_container_may_be_closed_twice() {
    BundleContainer container = BundleContainer.start(List.of());
    container.close();
    container.close();

    assertEquals(List.of(), container.plugins().plugins());
  }

  @Test
  void a_program_that_is_ended_from_outside_leaves_no_file_behind() throws Exception {
    Path jar = JarOfSource.good("acme.good", "acme/doubled").build(folder, "good.jar");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Process process = LoadingInAnotherJvm.start(temporary, jar);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("[acme.good 1.0.0]", out.readLine());
      assertEquals(1, files(temporary).size());

      process.destroy();
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(List.of(), files(temporary));
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("ablate")).toList();
    }
  }

  private LoadedPlugins with(String header, String value) throws IOException {
    return load(
        JarOfSource.good("acme.good", "acme/doubled")
            .header(header, value)
            .build(folder, "acme.jar"));
  }

  private Path base(String moreImports) throws IOException {
    return JarOfSource.good("acme.base", "acme/base")
        .header("Export-Package", "acme.base")
        .header("Import-Package", API + moreImports)
        .build(folder, "base.jar");
  }

  private Path dependent() throws IOException {
    return JarOfSource.good("acme.dependent", "acme/dependent")
        .header("Import-Package", API + ",acme.base")
        .build(folder, "dependent.jar");
  }

  private static LoadedPlugins load(Path... jars) {
    try (BundleContainer container = BundleContainer.start(List.of(jars))) {
      return container.plugins();
    }
  }

  private static void assertProblems(LoadedPlugins loaded, String... lines) {
    assertEquals(List.of(lines), loaded.problems().stream().map(PluginProblem::toString).toList());
  }
}
