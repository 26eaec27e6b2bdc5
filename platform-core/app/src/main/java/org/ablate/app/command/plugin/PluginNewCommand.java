package org.ablate.app.command.plugin;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ablate.app.command.KindConverter;
import org.ablate.app.plugin.PluginProject;
import org.ablate.plugin.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a project. */
@Command(
    name = "new",
    description =
        "Write a project with one variant, its test and an experiment; it builds as it is.")
final class PluginNewCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "The folder and the artifact; it begins with your namespace: acme-attention.")
  private String name;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      converter = KindConverter.class,
      completionCandidates = KindConverter.class,
      description =
          "What it is to have a variant of: ${COMPLETION-CANDIDATES}. A token mixer is of the kind attention: its record implements TokenMixer.")
  private Kind kind;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The package and the module (default: the name with dots, acme.attention).")
  private String packageName;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginProject project = PluginProject.of(name, kind);
    Path folder =
        (packageName == null ? project : project.withPackage(packageName)).write(Path.of(""));
    PrintWriter out = spec.commandLine().getOut();
    out.println("Wrote " + folder + ". From here to a comparison:");
    out.println("  cd " + folder);
    out.println("  mvn verify");
    out.println("  ablate plugin install target/%s-1.0.0.jar".formatted(name));
    out.println("  ablate run experiment.yaml");
    out.flush();
    return 0;
  }
}
