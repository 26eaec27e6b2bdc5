package org.ablate.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.RecordedRun;
import org.ablate.app.run.Reproduction;
import org.ablate.document.Mapping;
import org.ablate.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a run again and compares every number. */
@Command(
    name = "reproduce",
    description =
        "Train a run again from its record alone, and say whether every metric is the same to the"
            + " last bit. The run itself is not touched.")
final class ReproduceCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter console = json.isAsked() ? spec.commandLine().getErr() : out;
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry()) {
      RecordedRun recorded = RecordedRun.find(registry, name, platform.variants());
      Reproduction reproduction =
          Reproduction.of(
              recorded,
              registry,
              platform.variants(),
              data.store(console),
              console,
              !json.isAsked() && System.console() != null);
      if (json.isAsked()) {
        json.print(spec, document(reproduction));
      } else {
        show(reproduction, out);
        out.flush();
      }
      return reproduction.isExact() ? 0 : Ablate.FAILED;
    }
  }

  private static Mapping document(Reproduction reproduction) {
    return Mapping.empty()
        .with("run", reproduction.run().id())
        .with("exact", reproduction.isExact())
        .with("compared", reproduction.compared())
        .with("partings", reproduction.partings())
        .with("changes", reproduction.changes());
  }

  private static void show(Reproduction reproduction, PrintWriter out) {
    if (reproduction.isExact()) {
      out.printf(
          Locale.ROOT,
          "%s is reproduced: all %,d recorded values are the same bits.%n",
          reproduction.run().id(),
          reproduction.compared());
    } else {
      out.printf("%s is not reproduced. It parts from the record:%n", reproduction.run().id());
      reproduction.partings().forEach(parting -> out.println("  " + line(parting)));
    }
    if (!reproduction.changes().isEmpty()) {
      out.println("It ran on other ground:");
      reproduction.changes().forEach(change -> out.println("  " + line(change)));
    }
  }

  private static String line(Reproduction.Parting parting) {
    return "%s%s: recorded %s, now %s"
        .formatted(
            parting.metric(),
            parting.step().map(step -> " at step " + step).orElse(" at the end"),
            parting.recorded(),
            parting.repeated().map(String::valueOf).orElse("nothing"));
  }

  private static String line(Reproduction.Change change) {
    return "%s: recorded %s, now %s"
        .formatted(change.name(), stated(change.recorded()), stated(change.repeated()));
  }

  private static String stated(Optional<String> value) {
    return value.orElse("nothing");
  }
}
