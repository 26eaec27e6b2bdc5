package org.ablate.app.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.PreparedData;
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

  private static final Duration GRACE = Duration.ofSeconds(20);

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
              data.store(spec.commandLine().getErr()),
              new PreparedData());
      Worker worker = new Worker(registry, trainer, platform.plugins(), events);
      // An interruption from the keyboard reaches all processes of the terminal.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker)));
      worker.work(System.in);
      return 0;
    }
  }

  private static void stop(Worker worker) {
    try {
      worker.stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
