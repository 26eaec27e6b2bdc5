package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.host.BundleContainer;
import org.ablate.host.LayerContainer;
import org.ablate.host.LoadedPlugins;
import org.ablate.host.PluginProblem;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jars of the built-in plugins are JPMS modules and OSGi bundles that say the same. */
class PluginJarsIT {
  private static final String SERVICE = "org.ablate.plugin.Plugin";

  static Stream<Path> jars() throws IOException {
    return Files.list(Program.PLUGINS).sorted();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void bundle_and_module_have_one_name(Path jar) throws IOException {
    assertEquals(descriptor(jar).name(), header(jar, "Bundle-SymbolicName"));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void bundle_and_module_export_the_same_packages(Path jar) throws IOException {
    Set<String> byModule =
        descriptor(jar).exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> byBundle =
        Arrays.stream(header(jar, "Export-Package").split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
            .map(clause -> clause.split(";")[0])
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(byModule, byBundle);
    assertFalse(byModule.stream().anyMatch(name -> name.contains("internal")), byModule.toString());
  }

  @ParameterizedTest
  @MethodSource("jars")
  void bundle_and_module_provide_the_same_plugin(Path jar) throws IOException {
    List<String> byModule =
        descriptor(jar).provides().stream()
            .filter(provides -> provides.service().equals(SERVICE))
            .flatMap(provides -> provides.providers().stream())
            .toList();

    assertEquals(byModule, services(jar));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void a_plugin_needs_the_api_and_the_jdk_alone(Path jar) throws IOException {
    Set<String> foreign =
        Arrays.stream(header(jar, "Import-Package").split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
            .map(clause -> clause.split(";")[0])
            .filter(name -> !name.startsWith("java."))
            .collect(Collectors.toCollection(TreeSet::new));
    foreign.removeAll(Set.of("org.ablate.plugin", "org.ablate.tensor"));

    assertEquals(Set.of(), foreign);
  }

  @Test
  void both_containers_find_the_same_variants() {
    LoadedPlugins asModules = LayerContainer.load(List.of(Program.PLUGINS));
    try (BundleContainer bundles = BundleContainer.start(List.of(Program.PLUGINS))) {
      LoadedPlugins asBundles = bundles.plugins();

      assertEquals(List.<PluginProblem>of(), asBundles.problems());
      assertEquals(List.<PluginProblem>of(), asModules.problems());
      for (Kind kind : Kind.values()) {
        assertFalse(asBundles.variants().names(kind).isEmpty(), kind.key());
        assertEquals(asBundles.variants().names(kind), asModules.variants().names(kind));
      }
      assertEquals(asModules.plugins().size(), asBundles.plugins().size());
    }
  }

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  private static String header(Path path, String name) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(name);
    }
  }

  private static List<String> services(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile());
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/services/" + SERVICE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
