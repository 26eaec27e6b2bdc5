package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.app.Program.Result;
import org.ablate.app.plugin.PluginProject;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A third party's way from nothing to a comparison, outside this repository. */
class PluginIT {
  /** Plugins among the worked examples. */
  private static final List<String> EXAMPLES =
      List.of("stick-breaking-attention", "min-gru", "syllable-tokenizer");

  private static final String FEW_EXAMPLES = "task.examples={train: 100, validation: 10, test: 10}";

  @TempDir static Path folder;
  private static LocalRepository repository;
  private static String built;

  /** One start of Maven for all; nothing of this repository is beside them. */
  @BeforeAll
  static void build_new_projects_of_all_kinds_and_the_examples() throws Exception {
    repository = LocalRepository.make(Program.BUILD.resolve("local-repository"));
    repository.add(LocalRepository.LIBRARY);
    List<String> projects = new ArrayList<>(EXAMPLES);
    projects.add("embedding");
    for (String example : projects) {
      copy(
          LocalRepository.PROJECT.resolve("plugins/examples").resolve(example),
          folder.resolve(example));
    }
    Result written = program().run("plugin", "new", "acme-attention", "--kind", "attention");
    assertEquals(0, written.exitCode(), written.err());
    projects.add("acme-attention");
    for (Kind kind : EnumSet.complementOf(EnumSet.of(Kind.ATTENTION))) {
      PluginProject.of(name(kind), kind).write(folder);
      projects.add(name(kind));
    }
    Files.writeString(folder.resolve("pom.xml"), together(projects));
    built = build(folder, "verify");
  }

  private static String name(Kind kind) {
    return "acme-" + kind.key().replace('_', '-');
  }

  private static String together(List<String> projects) {
    String modules =
        projects.stream().map(p -> "<module>" + p + "</module>").collect(Collectors.joining());
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>acme</groupId>
          <artifactId>all</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
        .formatted(modules);
  }

  @ParameterizedTest
  @EnumSource
  void a_new_project_of_any_kind_builds_and_passes_the_kit(Kind kind) {
    Path target = folder.resolve(name(kind)).resolve("target");

    assertTrue(Files.exists(target.resolve(name(kind) + "-1.0.0.jar")), built);
    assertTrue(Files.exists(target.resolve("surefire-reports")), built);
    assertFalse(built.contains("Tests run: 0"), built);
  }

  @Test
  void a_new_attention_is_installed_trained_developed_and_verified() throws Exception {
    install_run_and_verify(folder.resolve("acme-attention"));
  }

  private void install_run_and_verify(Path project) throws Exception {
    Result installed =
        program().run("plugin", "install", project + "/target/acme-attention-1.0.0.jar");
    assertEquals(0, installed.exitCode(), installed.err());
    assertEquals("Installed acme.attention 1.0.0.\n", installed.out());

    Result listed = program().run("plugin", "list");
    assertTrue(listed.out().contains("acme.attention  1.0.0"), listed.out());

    Result shown = program().run("plugin", "show", "acme.attention");
    assertTrue(
        shown.out().contains("attention acme/windowed: softmax attention to the last so many keys"),
        shown.out());

    Result ran =
        program()
            .run(
                "run",
                project + "/experiment.yaml",
                "--set",
                "training.steps=4",
                "--set",
                FEW_EXAMPLES,
                "--set",
                "seeds=[1]");
    assertEquals(0, ran.exitCode(), ran.out() + ran.err());
    assertTrue(ran.out().contains("windowed"), ran.out());

    String plugins = folder.resolve("plugins").toString();
    Path file = folder.resolve("experiment.schema.json");
    Result schema = Program.inThisProcess("schema", "--to", file.toString(), "--plugins", plugins);
    assertEquals("Wrote the schema of experiment files to %s\n".formatted(file), schema.out());
    String written = Files.readString(file);
    assertTrue(written.contains("acme/windowed"), "an editor would not know it");
    assertTrue(written.contains("how many keys"), "an editor would not explain its settings");

    Path reference = folder.resolve("reference");
    Result documented =
        Program.inThisProcess("docs", "--out", reference.toString(), "--plugins", plugins);
    assertEquals(0, documented.exitCode(), documented.err());
    String page = Files.readString(reference.resolve("attention.md"));
    assertTrue(page.contains("## acme/windowed"), page);

    develop(project);

    Result verified =
        Program.inThisProcess("verify", "attention", "acme/windowed", "--plugins", plugins);
    assertEquals(0, verified.exitCode(), verified.out() + verified.err());

    Result checked = program().run("plugin", "verify", "acme.attention");
    assertEquals(0, checked.exitCode(), checked.out() + checked.err());
    assertTrue(checked.out().contains("attention acme/windowed"), checked.out());

    Result locked = program().run("plugin", "lock");
    assertEquals("Wrote ablate.lock with 1 plugin.\n", locked.out());

    Result removed = program().run("plugin", "remove", "acme.attention");
    assertEquals("Removed acme.attention 1.0.0.\n", removed.out());
    Result gone = program().run("validate", project + "/experiment.yaml");
    assertEquals(2, gone.exitCode());
    assertTrue(gone.err().contains("unknown attention 'acme/windowed'"), gone.err());
  }

  /** A build while the program waits makes the next run use the new classes. */
  private void develop(Path project) throws Exception {
    CompletableFuture<Result> development =
        CompletableFuture.supplyAsync(
            () ->
                program()
                    .run(
                        "dev",
                        "--plugin",
                        project + "/target/classes",
                        project + "/experiment.yaml",
                        "--set",
                        "training.steps=2",
                        "--set",
                        FEW_EXAMPLES,
                        "--set",
                        "seeds=[1]",
                        "--out",
                        "development",
                        "--times",
                        "2"));
    while (!development.isDone()
        && !Files.readString(folder.resolve("standard-output")).contains("Waiting for")) {
      Thread.sleep(100);
    }
    assertFalse(development.isDone(), "it did not wait");
    assertTrue(settings("windowed").contains("window: 16"), settings("windowed"));
    Path source = project.resolve("src/main/java/acme/attention/ThisPlugin.java");
    Files.writeString(
        source, Files.readString(source).replace("new Windowed(16)", "new Windowed(3)"));
    build(project, "process-classes");

    Result developed = development.get();

    assertEquals(0, developed.exitCode(), developed.out() + developed.err());
    assertTrue(settings("windowed").contains("window: 3"), settings("windowed"));
  }

  private static String settings(String variant) throws IOException {
    return Files.readString(
        folder
            .resolve("development/acme-attention")
            .resolve(variant)
            .resolve("seed-1/settings.yaml"));
  }

  @ParameterizedTest
  @FieldSource("EXAMPLES")
  void a_worked_example_installs_and_composes(String name, @TempDir Path home) {
    Program program = new Program(home);
    Path project = folder.resolve(name);

    Result installed = program.run("plugin", "install", project + "/target/" + name + "-1.0.0.jar");
    assertEquals(0, installed.exitCode(), installed.err());
    Result composed = program.run("validate", project + "/experiment.yaml");
    assertEquals(0, composed.exitCode(), composed.err());
  }

  /** The platform as a library, on the module path, without the program and its containers. */
  @Test
  void the_embedding_example_trains() throws Exception {
    Path project = folder.resolve("embedding");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.openblas.load=mkl_rt",
                "--module-path",
                "target/modules",
                "--add-modules",
                "ALL-MODULE-PATH",
                "--module",
                "lab.embedding/lab.embedding.Compare",
                "experiment.yaml")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("full: {") && output.contains("window: {"), output);
    assertFalse(Files.exists(project.resolve("target/modules/ablate-plugin-host-0.1.0.jar")));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void a_name_in_use_is_one_line() throws IOException {
    Files.createDirectories(folder.resolve("acme-taken"));

    Result result = program().run("plugin", "new", "acme-taken", "--kind", "task");

    assertEquals(2, result.exitCode());
    assertEquals("acme-taken is there already; choose another name\n", result.err());
  }

  @Test
  void a_plugin_that_is_not_installed_is_one_line(@TempDir Path ofNobody) {
    Result result = new Program(ofNobody).run("plugin", "show", "acme.nothing");

    assertEquals(2, result.exitCode());
    assertEquals(
        "no plugin is installed; install one with: ablate plugin install JAR\n", result.err());
  }

  @Test
  void an_address_needs_a_hash() {
    Result result = program().run("plugin", "install", "https://example.org/acme.jar");

    assertEquals(2, result.exitCode());
    assertEquals(
        "a plugin from an address needs --sha256, by which its jar is known\n", result.err());
  }

  private static String build(Path project, String phase) throws IOException, InterruptedException {
    ProcessBuilder maven =
        new ProcessBuilder(
                List.of(
                    "mvn",
                    "--batch-mode",
                    "--no-transfer-progress",
                    "-Dmaven.repo.local=" + repository.folder(),
                    phase))
            .directory(project.toFile())
            .redirectErrorStream(true);
    maven.environment().put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    Process process = maven.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static Program program() {
    return new Program(folder);
  }
}
