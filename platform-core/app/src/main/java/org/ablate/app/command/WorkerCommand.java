package org.ablate.app.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.Trainer;
import org.ablate.app.run.Worker;
import org.ablate.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code ablate run} starts for the runs of a sweep. */
@Command(
    name = "worker",
    hidden = true,
    description = "Carry out planned runs as standard input tells.")
final class WorkerCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintStream events = System.out;
    System.setOut(System.err); // whatever a plugin prints is no event
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry()) {
      Trainer trainer =
          new Trainer(
              registry,
              platform.variants(),
              output.folder(),
              data.store(spec.commandLine().getErr()));
      new Worker(registry, trainer, platform.plugins(), events).work(System.in);
      return 0;
    }
  }
}
