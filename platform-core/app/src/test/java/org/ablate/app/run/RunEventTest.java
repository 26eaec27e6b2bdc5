package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunEventTest {

  static List<RunEvent> events() {
    return List.of(
        new RunEvent.Ready(),
        new RunEvent.Started(10, 20),
        new RunEvent.Stepped(12),
        new RunEvent.Scored(),
        new RunEvent.Evaluated(
            20,
            20,
            List.of(
                new RunEvent.Score(Metric.EXACT_MATCH, Optional.of(0.5)),
                new RunEvent.Score(Metric.PERPLEXITY, Optional.empty())),
            Optional.of(new RunEvent.LastStep(0.1, 1e4))),
        new RunEvent.Ended(RunStatus.FINISHED, Optional.empty()),
        new RunEvent.Ended(RunStatus.FAILED, Optional.of("line 1\nline 2")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void what_is_written_is_read_back_from_one_line(RunEvent event) {
    assertEquals(1, event.line().lines().count());
    assertEquals(Optional.of(event), RunEvent.read(event.line()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# A fatal error has been detected by the Java Runtime Environment:",
        "{",
        "{\"event\": \"Unheard\"}",
        "{\"event\": \"Stepped\"}",
        "[1]"
      })
  void other_lines_are_no_events(String line) {
    assertEquals(Optional.empty(), RunEvent.read(line));
  }

  @Test
  void a_request_is_read_back() {
    WorkerRequest request =
        new WorkerRequest(
            Optional.of("0badcafe"),
            Optional.of(3),
            List.of("12345678"),
            Optional.of(new Rung(1, 3, 100)));
    assertEquals(request, WorkerRequest.read(request.line()));
    assertEquals(WorkerRequest.STOP, WorkerRequest.read(WorkerRequest.STOP.line()));
  }
}
