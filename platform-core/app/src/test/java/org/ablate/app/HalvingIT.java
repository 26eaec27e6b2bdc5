package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import org.ablate.training.checkpoint.Checkpoints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Successive halving of real, small runs: nine variants, of which three and one go on. */
class HalvingIT {
  private static final String EXPERIMENT =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 200, validation: 20, test: 20}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, positional_encoding: rotary}
      training: {steps: 90, batch_size: 16, warmup_steps: 5, evaluate_every: 10, checkpoint_every: 5}
      grid: {training.learning_rate: [1e-4, 3e-2, 1e-3, 2e-2, 3e-4, 1e-2, 2e-4, 5e-3, 3e-3]}
      halving: {factor: 3, minimum_steps: 10}
      """;

  /** The first step makes weights so large that the loss after the second is no number. */
  private static final String DIVERGING =
      """
      training: {steps: 4, batch_size: 16, warmup_steps: 1, evaluate_every: 2, threads: 64}
      grid: {training.learning_rate: [1e30, 0.001]}
      halving: {factor: 2, minimum_steps: 2}
      """;

  private static final int STEPS = 90;
  private static final long POLL_MILLISECONDS = 10;

  @TempDir private Path folder;

  @BeforeEach
  void write_the_experiment() throws IOException {
    Files.writeString(folder.resolve("halved.yaml"), EXPERIMENT);
  }

  private Program.Result run(String... arguments) {
    return new Program(folder).run(arguments);
  }

  private List<Run> runs(String out) {
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      return registry.list(RunFilter.all());
    }
  }

  /** Every number of every run, what its latest weights are, and how it ended. */
  private Map<String, List<String>> numbers(String out) throws IOException {
    Map<String, List<String>> numbers = new TreeMap<>();
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      for (Run run : registry.list(RunFilter.all())) {
        List<String> of = new ArrayList<>(List.of(run.status() + " " + run.failure()));
        run.summary().forEach((metric, value) -> of.add(metric + " " + value));
        registry
            .points(run)
            .forEach(
                (series, points) ->
                    points.forEach(p -> of.add(series + " " + p.step() + " " + p.value())));
        try (var files = Files.walk(run.folder())) {
          for (Path file : files.filter(f -> f.endsWith("model.safetensors")).sorted().toList()) {
            of.add(
                file.getParent().getFileName() + " " + Arrays.hashCode(Files.readAllBytes(file)));
          }
        }
        assertEquals(null, numbers.put(run.id(), of), run.id() + " was run twice");
      }
    }
    return numbers;
  }

  @Test
  void few_go_to_the_end_and_the_others_are_stopped_at_their_rungs() throws Exception {
    Program.Result result = run("run", "halved.yaml", "--workers", "2", "--out", "halved");
    assertEquals(0, result.exitCode(), result.out() + result.err());
    List<Run> runs = runs("halved");
    assertEquals(9, runs.size());
    long finished = runs.stream().filter(r -> r.status() == RunStatus.FINISHED).count();
    long first =
        runs.stream()
            .filter(r -> r.failure().equals(Optional.of("at rung 1 of 3, step 10")))
            .count();
    long second =
        runs.stream()
            .filter(r -> r.failure().equals(Optional.of("at rung 2 of 3, step 30")))
            .count();
    assertEquals(9, finished + first + second);
    // Asynchronous halving may promote more than one of three, as results come in.
    assertTrue(finished >= 1 && finished + second >= 3, finished + " finished, " + second);
    assertTrue(finished < 9 && first > 0, finished + " finished, " + first);
    assertTrue(
        result
            .out()
            .contains("Successive halving stopped %d of 9 variants early".formatted(9 - finished)),
        result.out());
    assertTrue(result.out().contains("0 of 1, 1 stopped"), result.out());

    // What went to its end is what it would be without halving, bit by bit.
    Program.Result plain =
        run("run", "halved.yaml", "--set", "halving=null", "--workers", "2", "--out", "plain");
    assertEquals(0, plain.exitCode(), plain.out() + plain.err());
    Map<String, List<String>> whole = numbers("plain");
    Map<String, List<String>> halved = numbers("halved");
    for (Run run : runs) {
      if (run.status() == RunStatus.FINISHED) {
        assertEquals(whole.get(run.id()), halved.get(run.id()));
      }
    }
  }

  @Test
  void a_variant_that_diverges_at_its_rung_has_diverged() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("diverging.yaml"),
            EXPERIMENT.substring(0, EXPERIMENT.indexOf("training:")) + DIVERGING);
    Program.Result result =
        Program.inThisProcess("run", file.toString(), "--out", folder.resolve("out").toString());
    assertEquals(1, result.exitCode(), result.out() + result.err());
    Map<String, RunStatus> byVariant =
        runs("out").stream().collect(Collectors.toMap(Run::variant, Run::status));
    assertEquals(
        Map.of("learning_rate=1e30", RunStatus.DIVERGED, "learning_rate=0.001", RunStatus.FINISHED),
        byVariant);
  }

  @Test
  void a_sweep_that_is_killed_decides_the_same_with_one_worker() throws Exception {
    Program.Result undisturbed = run("run", "halved.yaml", "--workers", "1", "--out", "whole");
    assertEquals(0, undisturbed.exitCode(), undisturbed.err());
    killOnce(1, 5); // in the first rung
    killOnce(3, 10); // at its end
    killOnce(1, 15); // after a promotion
    Program.Result last =
        run("run", "halved.yaml", "--workers", "1", "--out", "killed", "--resume");
    assertEquals(0, last.exitCode(), last.out() + last.err());
    assertEquals(numbers("whole"), numbers("killed"));
  }

  /** Kills the sweep as soon as so many variants have a checkpoint of a step or of a later one. */
  private void killOnce(int variants, int step) throws Exception {
    Process process =
        new Program(folder)
            .start("run", "halved.yaml", "--workers", "1", "--out", "killed", "--resume");
    while (process.isAlive() && variantsAt(step) < variants) {
      Thread.sleep(POLL_MILLISECONDS);
    }
    assertTrue(process.isAlive(), "the sweep ended before it was killed");
    process.destroyForcibly().waitFor();
  }

  private long variantsAt(int step) {
    try (Stream<Path> variants = Files.list(folder.resolve("killed/halved"))) {
      return variants
          .map(variant -> new Checkpoints(variant.resolve("seed-1/checkpoints")))
          .filter(checkpoints -> checkpoints.latest().orElse(0) >= step)
          .count();
    } catch (IOException e) {
      return 0; // there is no folder yet
    }
  }

  @Test
  void the_plan_says_what_it_costs_at_most() {
    Program.Result plan = run("run", "halved.yaml", "--dry-run");
    assertTrue(
        plan.out()
            .contains(
                "\nHalving: of 9 variants 9 reach step 10, 3 to 7 reach step 30, 1 to 5 reach step %d; from 26 %% to at most 65 %% of 810 steps, by the order in which results come in\n"
                    .formatted(STEPS)),
        plan.out());
  }
}
