package org.ablate.app.command.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.command.ConformancePage;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.app.run.VariantChecks;
import org.ablate.app.run.VariantChecks.Verified;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;
import org.ablate.host.PluginProblem;
import org.ablate.plugin.installed.InstalledVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a plugin: that its jar is what was installed, and that its variants do what they must. */
@Command(
    name = "verify",
    description = "Compare a plugin's jar with its hash, and run the conformance kit on it.")
final class PluginVerifyCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Parameters(paramLabel = "NAME[@VERSION]", description = "An installed plugin.")
  private String name;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = UserPlugins.folder();
    List<PluginEntry> entries = PluginPage.find(folder, name);
    try (Platform platform = Platform.start(folder, List.of(), Optional.empty())) {
      List<PluginProblem> problems = problems(platform, entries);
      problems.forEach(problem -> spec.commandLine().getErr().println("plugin " + problem));
      List<Verified> all = checked(platform, entries);
      if (json.isAsked()) {
        json.print(spec, all.stream().map(ConformancePage::document).toList());
      } else if (!all.isEmpty()) {
        spec.commandLine().getOut().print(ConformancePage.text(all));
        spec.commandLine().getOut().flush();
      }
      boolean isRight = all.stream().allMatch(verified -> verified.failures().isEmpty());
      return isRight && problems.isEmpty() ? 0 : FAILED;
    }
  }

  private static List<PluginProblem> problems(Platform platform, List<PluginEntry> entries) {
    return platform.problems().stream()
        .filter(
            problem ->
                entries.stream()
                    .anyMatch(e -> problem.jar().getFileName().toString().equals(e.file())))
        .toList();
  }

  private static List<Verified> checked(Platform platform, List<PluginEntry> entries) {
    List<Verified> all = new ArrayList<>();
    try (VariantChecks checks = new VariantChecks()) {
      for (InstalledVariant variant : platform.variants().all()) {
        if (entries.stream().anyMatch(entry -> entry.origin().equals(variant.origin()))) {
          all.add(checks.variant(variant));
        }
      }
    }
    return all;
  }
}
