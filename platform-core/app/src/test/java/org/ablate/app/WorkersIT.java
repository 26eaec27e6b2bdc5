package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to the processes of a sweep. */
class WorkersIT {
  private static final String EXPERIMENT =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 200, validation: 20, test: 20}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, positional_encoding: rotary}
      training: {steps: 400, batch_size: 16, evaluate_every: 200, checkpoint_every: 20}
      """;

  private static final long LIMIT_MINUTES = 4;

  @TempDir private Path folder;

  @BeforeEach
  void write_the_experiment() throws IOException {
    Files.writeString(folder.resolve("sweep.yaml"), EXPERIMENT);
  }

  /** Starts a sweep with one worker, and waits for its first checkpoint. */
  private Process start(String... options) throws Exception {
    String[] arguments = new String[options.length + 4];
    List<String> command = List.of("run", "sweep.yaml", "--workers", "1");
    command.toArray(arguments);
    System.arraycopy(options, 0, arguments, command.size(), options.length);
    Process process = new Program(folder).start(arguments);
    Path checkpoints = folder.resolve("runs/sweep/base/seed-1/checkpoints/step-00000020");
    while (process.isAlive() && !Files.exists(checkpoints)) {
      Thread.sleep(20);
    }
    return process;
  }

  private static void signal(String name, Process sweep) throws Exception {
    for (ProcessHandle worker : sweep.descendants().toList()) {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid())).start().waitFor();
      assertEquals(0, code);
    }
  }

  private String ending(Process sweep, int exitCode) throws Exception {
    assertTrue(sweep.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "it does not end");
    String out = Files.readString(folder.resolve("standard-output"));
    assertEquals(
        exitCode, sweep.exitValue(), out + Files.readString(folder.resolve("standard-error")));
    return out;
  }

  private Run run() {
    try (Registry registry = Registry.open(folder.resolve("runs/registry.db"))) {
      List<Run> runs = registry.list(RunFilter.all());
      assertEquals(1, runs.size());
      return runs.get(0);
    }
  }

  @Test
  void a_worker_that_hangs_is_replaced_by_another_which_goes_on() throws Exception {
    Process sweep = start("--silence-limit", "10");
    signal("STOP", sweep);
    String out = ending(sweep, 0);
    assertTrue(
        out.contains(
            "sweep/base/seed-1: it gave no sign of life for 10 s; it is taken up again\n"
                + "sweep/base/seed-1: resumed after step "),
        out);
    assertEquals(RunStatus.FINISHED, run().status());
  }

  @Test
  void a_second_process_at_the_same_runs_is_refused() throws Exception {
    Process sweep = start();
    Program.Result second =
        new Program(Files.createDirectory(folder.resolve("elsewhere")))
            .run("run", "../sweep.yaml", "--out", "../runs");
    sweep.destroyForcibly().waitFor();
    assertEquals(2, second.exitCode(), second.out());
    assertEquals(
        "sweep is being run by process %d, which holds ../runs/sweep/.lock; wait for it, or choose another --out or name\n"
            .formatted(sweep.pid()),
        second.err());
  }

  @Test
  void a_run_whose_process_breaks_down_has_failed_and_has_a_log() throws Exception {
    Process sweep = start("--retries", "0");
    signal("SEGV", sweep);
    ending(sweep, 1);
    Path log = Path.of("runs/sweep/base/seed-1/log.txt");
    assertEquals(
        Optional.of("its process broke down in native code (signal 6); its log is " + log),
        run().failure());
    String written = Files.readString(folder.resolve(log));
    assertTrue(written.contains("SIGSEGV"), written);
  }

  @Test
  void a_run_over_its_time_has_failed() throws Exception {
    Process sweep =
        new Program(folder)
            .start(
                "run",
                "sweep.yaml",
                "--workers",
                "1",
                "--time-limit",
                "1",
                "--retries",
                "0",
                "--set",
                "training.steps=100_000");
    ending(sweep, 1);
    assertEquals(RunStatus.FAILED, run().status());
    assertEquals(
        Optional.of(
            "it took longer than its limit of 1 s; its log is runs/sweep/base/seed-1/log.txt"),
        run().failure());
  }

  @Test
  void a_file_that_is_edited_changes_nothing_in_a_sweep_that_was_planned() throws Exception {
    start().destroyForcibly().waitFor();
    Files.writeString(
        folder.resolve("sweep.yaml"), EXPERIMENT.replace("batch_size: 16", "batch_size: 8"));
    String out = ending(new Program(folder).start("run", "sweep.yaml", "--resume"), 0);
    assertTrue(
        out.startsWith("sweep.yaml or its options have changed since the sweep was planned on "),
        out);
    assertTrue(out.contains("resumed after step "), out);
    assertEquals(RunStatus.FINISHED, run().status());
  }

  @Test
  void a_worker_that_is_told_what_it_does_not_understand_ends() throws Exception {
    Process worker = new Program(folder).start("worker");
    worker.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
    worker.getOutputStream().flush();
    assertTrue(worker.waitFor(1, TimeUnit.MINUTES), "it waits for ever");
  }
}
