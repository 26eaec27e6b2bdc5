package org.ablate.app.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.ablate.app.Version;
import org.ablate.app.command.plugin.PluginCommand;
import org.ablate.app.command.runs.RunsCommand;
import org.ablate.app.command.tokenizer.TokenizerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's own command, of which all others are parts. */
@Command(
    name = "ablate",
    versionProvider = Ablate.OwnVersion.class,
    mixinStandardHelpOptions = true,
    description = "Swap the parts of a Transformer, train the variants, compare them.",
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT,
    sortOptions = false,
    commandListHeading = "%nCommands:%n",
    footer = "%nExit codes: 0 done, 1 the work failed, 2 the request was wrong.",
    subcommands = {
      RunCommand.class,
      WorkerCommand.class,
      TrialCommand.class,
      ValidateCommand.class,
      VariantsCommand.class,
      DescribeCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      InspectCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      DataCommand.class,
      TokenizerCommand.class,
      RunsCommand.class,
      ReproduceCommand.class,
      DevCommand.class,
      DocsCommand.class,
      SchemaCommand.class,
      PluginCommand.class,
    })
public final class Ablate implements Runnable {
  /** What {@code --version} prints. */
  static final class OwnVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ablate " + Version.text()};
    }
  }

  /** The work failed. */
  static final int FAILED = 1;

  /** The request was wrong. */
  static final int WRONG = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  @Spec private CommandSpec spec;

  /** The command line, to be executed with arguments. */
  public static CommandLine commandLine(PrintStream out, PrintStream err) {
    Ablate root = new Ablate();
    return new CommandLine(root)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((exception, arguments) -> Failures.report(exception))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> Failures.report(exception, command, root.debug));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
