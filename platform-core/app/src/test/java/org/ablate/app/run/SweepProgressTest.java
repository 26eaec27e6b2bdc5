package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ablate.registry.Experiment;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;
import org.junit.jupiter.api.Test;

class SweepProgressTest {
  private static final Experiment EXPERIMENT =
      new Experiment("0badcafe", "sweep", Path.of("sweep.yaml"), "", Instant.EPOCH);

  private static Assignment run(String variant) {
    return new Assignment(
        EXPERIMENT, 0, new PlannedRun(variant, "", 1, "{}"), List.of(), Optional.empty());
  }

  @Test
  void without_a_terminal_there_are_plain_lines() {
    StringWriter out = new StringWriter();
    SweepProgress progress =
        new SweepProgress(new PrintWriter(out), false, Metric.EXACT_MATCH, () -> 0);
    progress.begin(2);
    progress.began(run("full"));
    progress.happened(run("full"), new RunEvent.Started(0, 20));
    progress.happened(
        run("full"),
        new RunEvent.Evaluated(
            10,
            20,
            List.of(
                new RunEvent.Score(Metric.EXACT_MATCH, Optional.of(0.5)),
                new RunEvent.Score(Metric.LOSS, Optional.of(1.5))),
            Optional.of(new RunEvent.LastStep(1.25, 12_345))));
    progress.lost(run("full"), "its process was killed");
    progress.began(run("full"));
    progress.happened(run("full"), new RunEvent.Started(10, 20));
    progress.ended(run("full"), new RunEvent.Ended(RunStatus.FAILED, Optional.of("no memory")));
    progress.ended(run("window"), new RunEvent.Ended(RunStatus.FINISHED, Optional.empty()));
    progress.end();
    assertEquals(
        """
        sweep/full/seed-1: step 10 of 20, loss 1.250, validation exact match 50.0 %, 12,345 tokens/s
        sweep/full/seed-1: its process was killed; it is taken up again
        sweep/full/seed-1: resumed after step 10 of 20
        sweep/full/seed-1 failed: no memory
        1 of 2 done, 0 running, 1 failed, 0 s left, best 50.0 % of sweep/full/seed-1
        2 of 2 done, 0 running, 1 failed, best 50.0 % of sweep/full/seed-1
        """,
        out.toString());
  }

  @Test
  void a_run_that_takes_no_step_says_so() {
    StringWriter out = new StringWriter();
    SweepProgress progress = new SweepProgress(new PrintWriter(out), false, Metric.LOSS, () -> 0);
    progress.begin(1);
    progress.began(run("full"));
    progress.happened(run("full"), new RunEvent.Started(0, 0));
    progress.happened(
        run("full"),
        new RunEvent.Evaluated(
            0, 0, List.of(new RunEvent.Score(Metric.LOSS, Optional.of(1.5))), Optional.empty()));
    assertEquals("sweep/full/seed-1: not trained, validation loss 1.500\n", out.toString());
  }

  @Test
  void in_a_terminal_there_is_a_bar_that_is_written_over() {
    StringWriter out = new StringWriter();
    SweepProgress progress = new SweepProgress(new PrintWriter(out), true, Metric.LOSS, () -> 0);
    progress.begin(2);
    progress.began(run("full"));
    progress.ended(run("full"), new RunEvent.Ended(RunStatus.FINISHED, Optional.empty()));
    progress.ended(run("window"), new RunEvent.Ended(RunStatus.DIVERGED, Optional.of("at step 3")));
    progress.end();
    assertEquals(
        "\r\u001b[K░░░░░░░░░░░░░░░░ 0 of 2 done, 0 running"
            + "\r\u001b[Ksweep/window/seed-1 diverged: at step 3\n"
            + "\r\u001b[K████████████████ 2 of 2 done, 0 running\n",
        out.toString());
  }
}
