package org.ablate.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.Parcel;
import org.ablate.app.run.PreparedData;
import org.ablate.app.run.RunFolder;
import org.ablate.app.run.Trainer;
import org.ablate.app.run.Worker;
import org.ablate.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a machine of a cluster starts for one run of a sweep. */
@Command(name = "trial", hidden = true, description = "Carry out the run of a parcel.")
final class TrialCommand implements Callable<Integer> {

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The parcel.")
  private Path from;

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "What comes of it.")
  private Path to;

  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintStream events = System.out;
    System.setOut(System.err); // whatever a plugin prints is no event
    endWithParent();
    Path folder = Files.createTempDirectory("ablate-parcel-");
    try (Platform platform = plugins.start(spec.commandLine())) {
      Parcel parcel = Parcel.read(from, folder);
      try (Registry registry = parcel.registry()) {
        Trainer trainer =
            new Trainer(
                registry,
                platform.variants(),
                folder,
                data.store(spec.commandLine().getErr()),
                new PreparedData());
        new Worker(registry, trainer, platform.plugins(), events).carryOut(parcel.request());
      }
      parcel.write(to);
      return 0;
    } finally {
      new RunFolder(folder).clear();
    }
  }

  /** Whoever started this is gone when the input is closed; nobody would take the result. */
  private static void endWithParent() {
    InputStream in = System.in;
    Thread watch =
        new Thread(
            () -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // It is gone too.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
