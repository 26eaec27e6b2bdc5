package org.ablate.app.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ablate.app.RequestException;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.registry.Experiment;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;

/**
 * A process that carries out one run after the other, as it is told on its standard input. When
 * that is closed, whoever told it is gone, and so is the process, at once.
 */
public final class Worker {
  private final Registry registry;
  private final Trainer trainer;
  private final List<PluginOrigin> plugins;
  private final PrintStream out;
  private final BlockingQueue<Optional<Asked>> requests = new LinkedBlockingQueue<>();
  private final Map<String, FrozenSweep> sweeps = new HashMap<>();
  private volatile CountDownLatch idle = new CountDownLatch(0);

  /** A run that is to be carried out, and its end. */
  private record Asked(WorkerRequest request, CountDownLatch end) {}

  /**
   * Prepares the work.
   *
   * @param plugins what is installed here
   * @param out takes the events
   */
  public Worker(Registry registry, Trainer trainer, List<PluginOrigin> plugins, PrintStream out) {
    this.registry = registry;
    this.trainer = trainer;
    this.plugins = List.copyOf(plugins);
    this.out = out;
  }

  /**
   * Works until the input is closed.
   *
   * @throws RequestException if a plugin is missing that a plan was made with
   */
  public void work(InputStream in) throws InterruptedException {
    Thread reader = new Thread(() -> read(in), "requests");
    reader.setDaemon(true);
    reader.start();
    say(new RunEvent.Ready());
    for (Optional<Asked> next = requests.take(); next.isPresent(); next = requests.take()) {
      carryOut(next.get().request());
      next.get().end().countDown();
    }
  }

  /**
   * Carries one run out.
   *
   * @throws RequestException if a plugin is missing that its plan was made with
   */
  public void carryOut(WorkerRequest request) {
    Run run = trainer.carryOut(assignment(request), new EventListener(this::say));
    say(new RunEvent.Ended(run.status(), run.failure()));
  }

  /** Ends the run, if there is one, with a checkpoint, and waits for that; any thread may. */
  public void stop(Duration patience) throws InterruptedException {
    trainer.stop();
    idle.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Assignment assignment(WorkerRequest request) {
    FrozenSweep sweep = sweeps.computeIfAbsent(request.experiment().orElseThrow(), this::sweep);
    int position = request.position().orElseThrow();
    return new Assignment(
        sweep.experiment(),
        position,
        sweep.plan().runs().get(position),
        request.tunedBy(),
        request.rung());
  }

  private FrozenSweep sweep(String key) {
    Experiment experiment = registry.experiment(key).orElseThrow();
    FrozenSweep sweep = FrozenSweep.of(experiment, registry).orElseThrow();
    sweep.requirePlugins(plugins);
    return sweep;
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        WorkerRequest request = WorkerRequest.read(line);
        if (request.equals(WorkerRequest.STOP)) {
          trainer.stop();
        } else {
          ask(request);
        }
      }
    } catch (IOException e) {
      // The other end is gone.
    } finally {
      end();
    }
  }

  /** From here on there is something to do, though it has not begun yet. */
  private void ask(WorkerRequest request) {
    Asked asked = new Asked(request, new CountDownLatch(1));
    idle = asked.end();
    requests.add(Optional.of(asked));
  }

  private void end() {
    if (idle.getCount() > 0) {
      // As if killed: a checkpoint now could meet a process that has taken the run over.
      Runtime.getRuntime().halt(1);
    }
    requests.add(Optional.empty());
  }

  private synchronized void say(RunEvent event) {
    out.println(event.line());
    out.flush();
  }
}
