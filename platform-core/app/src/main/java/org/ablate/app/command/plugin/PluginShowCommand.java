package org.ablate.app.command.plugin;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.document.Mapping;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is known of a plugin. */
@Command(name = "show", description = "Show where a plugin is from and what it registers.")
final class PluginShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME[@VERSION]", description = "An installed plugin.")
  private String name;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = UserPlugins.folder();
    List<PluginEntry> entries = PluginPage.find(folder, name);
    try (Platform platform = Platform.start(folder, List.of(), Optional.empty())) {
      if (json.isAsked()) {
        json.print(spec, entries.stream().map(entry -> document(entry, platform)).toList());
      } else {
        entries.forEach(entry -> show(entry, platform, spec.commandLine().getOut()));
      }
      return 0;
    }
  }

  private static List<Variant> variants(PluginEntry entry, Platform platform) {
    return platform.variants().all().stream()
        .filter(installed -> installed.origin().equals(entry.origin()))
        .map(InstalledVariant::variant)
        .toList();
  }

  private static Mapping document(PluginEntry entry, Platform platform) {
    return PluginPage.of(entry)
        .with(
            "variants",
            variants(entry, platform).stream()
                .map(
                    variant ->
                        Mapping.empty()
                            .with("kind", variant.kind().key())
                            .with("name", variant.name())
                            .with("summary", variant.summary()))
                .toList());
  }

  private static void show(PluginEntry entry, Platform platform, PrintWriter out) {
    out.println(entry.origin());
    out.println("  Source     " + entry.source());
    out.println("  SHA-256    " + entry.origin().sha256());
    out.println("  Installed  " + entry.installedAt());
    variants(entry, platform)
        .forEach(
            variant ->
                out.println(
                    "  %s %s: %s".formatted(variant.kind(), variant.name(), variant.summary())));
    out.flush();
  }
}
