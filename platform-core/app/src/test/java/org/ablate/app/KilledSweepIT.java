package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep whose processes are killed at random moments: the one that people start and its workers.
 * {@code -Dkills=50} kills as often, {@code -Dkills.seed=7} at the same moments.
 */
class KilledSweepIT {
  private static final String EXPERIMENT =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 200, validation: 20, test: 20}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, positional_encoding: rotary}
      training: {steps: 150, batch_size: 16, warmup_steps: 5, evaluate_every: 25, checkpoint_every: 10}
      variants:
        full: {model.attention: scaled-dot-product}
        window: {model.attention: {name: sliding-window, window: 2}}
      seeds: 2
      tune: {training.learning_rate: [1e-3, 1e-2], steps: 50}
      """;

  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());

  /** A process starts in about a second and takes some more to finish the sweep. */
  private static final int LONGEST_MILLISECONDS = 6_000;

  private static final int SHORTEST_MILLISECONDS = 200;
  private static final double SHARE_OF_PARENTS = 0.6;
  private static final long ORPHANS_MILLISECONDS = 10_000;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private int kills;
  private int sweeps;

  @Test
  void ends_in_the_same_bits_however_often_it_is_killed() throws Exception {
    System.out.printf("%d kills with -Dkills.seed=%d%n", KILLS, SEED);
    Files.writeString(folder.resolve("killed.yaml"), EXPERIMENT);
    Program.Result undisturbed = new Program(folder).run("run", "killed.yaml", "--out", "whole");
    assertEquals(0, undisturbed.exitCode(), undisturbed.err());
    while (kills < KILLS) {
      runAndKill();
    }
    Program.Result last =
        new Program(folder).run("run", "killed.yaml", "--out", killed(), "--resume");
    assertEquals(0, last.exitCode(), last.out() + last.err());
    assertEquals(numbers("whole"), numbers(killed()));
    System.out.printf("%d kills, %d sweeps, the same bits%n", kills, sweeps + 1);
  }

  /** The folder of the sweep that is being killed; one that came to its end makes room. */
  private String killed() {
    return "killed-" + sweeps;
  }

  private void runAndKill() throws Exception {
    Map<String, Instant> finished = finished();
    Process process =
        new Program(folder)
            .start("run", "killed.yaml", "--out", killed(), "--workers", "2", "--resume");
    List<ProcessHandle> orphans = new ArrayList<>();
    while (process.isAlive() && kills < KILLS) {
      pause();
      List<ProcessHandle> workers = process.descendants().toList();
      if (!process.isAlive()) {
        break;
      }
      kills++;
      if (workers.isEmpty() || random.nextDouble() < SHARE_OF_PARENTS) {
        process.destroyForcibly().waitFor();
        orphans.addAll(workers);
      } else {
        workers.get(random.nextInt(workers.size())).destroyForcibly();
      }
    }
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it does not end");
    requireGone(orphans);
    finished.forEach((run, endedAt) -> assertEquals(endedAt, finished().get(run), run));
    if (process.exitValue() == 0) {
      assertEquals(numbers("whole"), numbers(killed()));
      sweeps++;
    }
  }

  private void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(SHORTEST_MILLISECONDS, LONGEST_MILLISECONDS));
  }

  /** Workers end by themselves when whoever started them is gone. */
  private static void requireGone(List<ProcessHandle> orphans) throws InterruptedException {
    long end = System.currentTimeMillis() + ORPHANS_MILLISECONDS;
    while (orphans.stream().anyMatch(ProcessHandle::isAlive)) {
      assertFalse(System.currentTimeMillis() > end, "workers outlive who started them");
      Thread.sleep(20);
    }
  }

  private List<Run> runs(Registry registry) {
    return registry.list(RunFilter.all());
  }

  private Map<String, Instant> finished() {
    if (!Files.exists(folder.resolve(killed()).resolve("registry.db"))) {
      return Map.of();
    }
    try (Registry registry = Registry.open(folder.resolve(killed()).resolve("registry.db"))) {
      return runs(registry).stream()
          .filter(run -> run.status() == RunStatus.FINISHED)
          .collect(Collectors.toMap(Run::id, run -> run.endedAt().orElseThrow()));
    }
  }

  /** Every number of every run, and what the latest weights are, by run. */
  private Map<String, List<String>> numbers(String out) throws IOException {
    Map<String, List<String>> numbers = new TreeMap<>();
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      for (Run run : runs(registry)) {
        assertEquals(Optional.empty(), run.failure(), run.id());
        List<String> of = new ArrayList<>();
        run.summary().forEach((metric, value) -> of.add(metric + " " + value));
        registry
            .points(run)
            .forEach(
                (series, points) ->
                    points.forEach(
                        p -> of.add(series + " " + p.step() + " " + p.tokens() + " " + p.value())));
        try (Stream<Path> files = Files.walk(run.folder())) {
          for (Path file : files.filter(f -> f.endsWith("model.safetensors")).sorted().toList()) {
            of.add(
                run.folder().relativize(file)
                    + " "
                    + java.util.Arrays.hashCode(Files.readAllBytes(file)));
          }
        }
        assertEquals(null, numbers.put(run.id(), of), run.id() + " was run twice");
      }
    }
    return numbers;
  }
}
