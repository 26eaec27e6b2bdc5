package org.ablate.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both containers promise. */
@Execution(ExecutionMode.CONCURRENT)
class ContainersTest {

  enum Container {
    BUNDLES(ContainersTest::asBundles),
    LAYERS(LayerContainer::load);

    private final Function<List<Path>, LoadedPlugins> loading;

    Container(Function<List<Path>, LoadedPlugins> loading) {
      this.loading = loading;
    }

    LoadedPlugins load(Path... jars) {
      return loading.apply(List.of(jars));
    }
  }

  private static LoadedPlugins asBundles(List<Path> jars) {
    try (BundleContainer container = BundleContainer.start(jars)) {
      return container.plugins();
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_variant_is_found_under_its_name_with_its_origin(Container container) throws IOException {
    LoadedPlugins loaded = container.load(good("acme.good", "acme/doubled", "good.jar"));

    assertEquals(List.of(), loaded.problems());
    assertEquals(List.of("acme/doubled"), loaded.variants().names(Kind.NORMALIZATION));
    assertEquals(
        "acme.good 1.0.0",
        loaded
            .variants()
            .find(Kind.NORMALIZATION, "acme/doubled")
            .orElseThrow()
            .origin()
            .toString());
  }

  @ParameterizedTest
  @EnumSource
  void all_jars_of_a_folder_are_loaded(Container container) throws IOException {
    good("acme.one", "acme/one", "one.jar");
    good("acme.two", "acme/two", "two.jar");

    assertEquals(
        List.of("acme/one", "acme/two"),
        container.load(folder).variants().names(Kind.NORMALIZATION));
  }

  @ParameterizedTest
  @EnumSource
  void a_broken_plugin_does_not_keep_others_from_loading(Container container) throws IOException {
    Path broken = throwingConstructor();

    LoadedPlugins loaded = container.load(broken, good("acme.good", "acme/doubled", "good.jar"));

    assertEquals(List.of("acme/doubled"), loaded.variants().names(Kind.NORMALIZATION));
    assertProblems(
        loaded,
        "broken.jar: it failed to register: IllegalStateException: no licence at acme.broken.AcmePlugin.<init>(AcmePlugin.java:4)");
  }

  @ParameterizedTest
  @EnumSource
  void a_plugin_that_registers_for_ever_is_left_behind(Container container) throws IOException {
    String forever =
        Sources.registering(
            "acme.endless",
            "acme/doubled",
            "for (long i = 0; i >= 0; i = (i + 1) % 7) { Thread.onSpinWait(); if (Thread.currentThread().isInterrupted()) throw new IllegalStateException(); }");
    Path jar = JarOfSource.of("acme.endless", forever).build(folder, "endless.jar");

    assertProblems(container.load(jar), "endless.jar: it did not register within 5 seconds");
  }

  @ParameterizedTest
  @EnumSource
  void a_name_that_is_taken_names_both_jars(Container container) throws IOException {
    Path first = good("acme.one", "acme/doubled", "one.jar");
    Path second = good("acme.two", "acme/doubled", "two.jar");

    assertProblems(
        container.load(first, second),
        "two.jar: normalization 'acme/doubled' is taken by one.jar; remove one of the two");
  }

  @ParameterizedTest
  @EnumSource
  void a_third_party_needs_a_namespace(Container container) throws IOException {
    assertProblems(
        container.load(good("acme.good", "doubled", "good.jar")),
        "good.jar: normalization 'doubled' needs a namespace, such as 'acme/doubled'; names without one are the platform's");
  }

  @ParameterizedTest
  @EnumSource
  void a_jar_that_unpacks_to_more_than_a_plugin_may_have_is_refused(Container container)
      throws IOException {
    Path bomb = folder.resolve("bomb.jar");
    byte[] zeros = new byte[1 << 20];
    try (var out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("zeros"));
      for (int i = 0; i < 1025; i++) {
        out.write(zeros);
      }
    }

    assertProblems(
        container.load(bomb),
        "bomb.jar: it unpacks to 1,074,790,400 bytes, and a plugin may have 1,073,741,824");
  }

  @ParameterizedTest
  @EnumSource
  void a_broken_signature_is_told(Container container) throws IOException {
    Path jar = good("acme.good", "acme/doubled", "signed.jar");
    SignedJar.sign(jar, folder);
    assertEquals(List.of(), container.load(jar).problems());

    SignedJar.change(jar, "META-INF/services/org.ablate.plugin.Plugin");

    assertProblems(
        container.load(jar),
        "signed.jar: its signature is broken: SHA-256 digest error for META-INF/services/org.ablate.plugin.Plugin");
  }

  @ParameterizedTest
  @EnumSource
  void a_truncated_jar_is_said_to_be_unreadable(Container container) throws IOException {
    byte[] whole = Files.readAllBytes(good("acme.good", "acme/doubled", "good.jar"));
    Path truncated =
        Files.write(folder.resolve("truncated.jar"), Arrays.copyOf(whole, whole.length / 2));

    assertProblems(
        container.load(truncated),
        "truncated.jar: it cannot be read as a jar: zip END header not found");
  }

  @ParameterizedTest
  @EnumSource
  void a_jar_without_a_symbolic_name_is_no_plugin(Container container) throws IOException {
    Path jar =
        JarOfSource.good("acme.good", "acme/doubled")
            .withoutHeader("Bundle-SymbolicName")
            .build(folder, "plain.jar");

    assertProblems(
        container.load(jar),
        "plain.jar: it is no plugin: its manifest has no Bundle-SymbolicName; build it with bnd");
  }

  @ParameterizedTest
  @EnumSource
  void a_jar_without_a_services_entry_is_no_plugin(Container container) throws IOException {
    Path jar =
        JarOfSource.good("acme.good", "acme/doubled").withoutServices().build(folder, "silent.jar");

    assertProblems(
        container.load(jar),
        "silent.jar: it is no plugin: it has no META-INF/services/org.ablate.plugin.Plugin");
  }

  @ParameterizedTest
  @EnumSource
  void a_services_entry_without_a_class_is_no_plugin(Container container) throws IOException {
    Path jar =
        JarOfSource.good("acme.good", "acme/doubled")
            .services("# nothing yet\n")
            .build(folder, "empty.jar");

    assertProblems(
        container.load(jar),
        "empty.jar: it is no plugin: its META-INF/services/org.ablate.plugin.Plugin names no class");
  }

  @ParameterizedTest
  @EnumSource
  void a_plugin_of_two_classes_is_one_plugin(Container container) throws IOException {
    LoadedPlugins loaded = container.load(ofTwoClasses("acme/second"));

    assertEquals(List.of(), loaded.problems());
    assertEquals(1, loaded.plugins().size());
    assertEquals(List.of("acme/first", "acme/second"), loaded.variants().names(Kind.NORMALIZATION));
  }

  @ParameterizedTest
  @EnumSource
  void a_plugin_registers_as_a_whole_or_not_at_all(Container container) throws IOException {
    LoadedPlugins loaded = container.load(ofTwoClasses("acme/first"));

    assertProblems(
        loaded,
        "two.jar: it failed to register: IllegalArgumentException: normalization 'acme/first' is registered twice at acme.two.More.register(More.java:12)");
    assertEquals(List.of(), loaded.plugins());
    assertEquals(List.of(), loaded.variants().all());
  }

  @ParameterizedTest
  @EnumSource
  void a_jar_that_is_stated_twice_is_loaded_once(Container container) throws IOException {
    Path jar = good("acme.good", "acme/doubled", "good.jar");
    Path again = folder.resolve("missing").resolve("..").resolve("good.jar");

    LoadedPlugins loaded = container.load(folder, jar, again);

    assertEquals(List.of(), loaded.problems());
    assertEquals(1, loaded.plugins().size());
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_of_a_plugin_names_both_jars(Container container) throws IOException {
    Path jar = good("acme.good", "acme/doubled", "good.jar");
    Path copy = Files.copy(jar, folder.resolve("copy.jar"));

    assertProblems(
        container.load(jar, copy),
        "copy.jar: acme.good 1.0.0 is already loaded from %s; remove one of the two"
            .formatted(jar));
  }

  @ParameterizedTest
  @EnumSource
  void a_file_that_is_not_there_is_named(Container container) {
    Path nowhere = folder.resolve("nowhere.jar");

    assertProblems(
        container.load(nowhere),
        "nowhere.jar: there is no such file or folder: %s".formatted(nowhere));
  }

  @ParameterizedTest
  @EnumSource
  void a_variant_must_not_be_null(Container container) throws IOException {
    String source = Sources.registering("acme.broken", "acme/doubled", "catalog.add(null);");

    assertProblems(
        container.load(JarOfSource.of("acme.broken", source).build(folder, "broken.jar")),
        "broken.jar: it failed to register: NullPointerException: a variant that is added must not be null at acme.broken.AcmePlugin.register(AcmePlugin.java:11)");
  }

  @ParameterizedTest
  @EnumSource
  void a_failure_of_several_lines_is_told_in_one(Container container) throws IOException {
    String source =
        Sources.registering(
            "acme.broken",
            "acme/doubled",
            "if (catalog != null) throw new IllegalStateException(\"no licence:\\n\\n  ask Acme\\n\");");

    assertProblems(
        container.load(JarOfSource.of("acme.broken", source).build(folder, "broken.jar")),
        "broken.jar: it failed to register: IllegalStateException: no licence: ask Acme at acme.broken.AcmePlugin.register(AcmePlugin.java:11)");
  }

  @ParameterizedTest
  @EnumSource
  void a_plugin_without_a_variant_is_told_to_add_some(Container container) throws IOException {
    String source =
        Sources.registering("acme.empty", "acme/doubled", "")
            .replace("catalog.add(", "java.util.Objects.requireNonNull(");

    assertProblems(
        container.load(JarOfSource.of("acme.empty", source).build(folder, "empty.jar")),
        "empty.jar: it registers no variant; add those that it has in register(Catalog)");
  }

  @ParameterizedTest
  @EnumSource
  void a_failing_initializer_is_told_by_its_reason(Container container) throws IOException {
    Path jar =
        JarOfSource.of("acme.broken", Sources.FAILING_INITIALIZER).build(folder, "broken.jar");

    assertProblems(
        container.load(jar),
        "broken.jar: it failed to register: NumberFormatException: For input string: \"wide\" at acme.broken.AcmePlugin.<clinit>(AcmePlugin.java:4)");
  }

  @ParameterizedTest
  @EnumSource
  void a_variant_whose_record_is_not_public_is_refused_and_others_are_not(Container container)
      throws IOException {
    String source =
        Sources.registering("acme.broken", "acme/doubled", "").replace("public record", "record");
    Path broken = JarOfSource.of("acme.broken", source).build(folder, "broken.jar");

    LoadedPlugins loaded = container.load(broken, good("acme.good", "acme/good", "good.jar"));

    assertEquals(List.of("acme/good"), loaded.variants().names(Kind.NORMALIZATION));
    assertProblems(
        loaded,
        "broken.jar: normalization 'acme/doubled': settings must be public records, but acme.broken.AcmePlugin$Doubled is not public");
  }

  @ParameterizedTest
  @EnumSource
  void a_setting_of_a_type_that_no_document_holds_is_refused(Container container)
      throws IOException {
    String source =
        Sources.registering("acme.broken", "acme/doubled", "")
            .replace("double factor", "float factor");

    assertProblems(
        container.load(JarOfSource.of("acme.broken", source).build(folder, "broken.jar")),
        "broken.jar: normalization 'acme/doubled': 'factor' is of the type float; settings are int, long, double, boolean, String, enums, records, sealed interfaces of records, and List and Optional of these");
  }

  /** Two normalizations, each registered by a class of its own. */
  private Path ofTwoClasses(String second) throws IOException {
    String more =
        Sources.registering("acme.two", second, "").replace("class AcmePlugin", "class More");
    return JarOfSource.good("acme.two", "acme/first")
        .source("acme.two.More", more)
        .withProviders("acme.two.AcmePlugin", "acme.two.More")
        .build(folder, "two.jar");
  }

  private Path good(String module, String variant, String file) throws IOException {
    return JarOfSource.good(module, variant).build(folder, file);
  }

  private Path throwingConstructor() throws IOException {
    return JarOfSource.of("acme.broken", Sources.THROWING_CONSTRUCTOR).build(folder, "broken.jar");
  }

  private static void assertProblems(LoadedPlugins loaded, String... lines) {
    assertEquals(List.of(lines), loaded.problems().stream().map(PluginProblem::toString).toList());
  }
}
