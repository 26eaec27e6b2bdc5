package org.ablate.app.run;

import java.util.List;
import java.util.Optional;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;

/** What a worker process says of its run: one JSON document on a line of its standard output. */
public sealed interface RunEvent {

  /** The process waits for a run. */
  record Ready() implements RunEvent {}

  /** Weights of another run are what this one starts from; a line says which. */
  record Initialized(String report) implements RunEvent {}

  /** The first step that is taken is the one after {@code step}. */
  record Started(int step, int steps) implements RunEvent {}

  /** A step was taken, though not every one is told. */
  record Stepped(int step) implements RunEvent {}

  /** A batch was scored, though not every one is told. */
  record Scored() implements RunEvent {}

  /**
   * The model was evaluated on the validation split.
   *
   * @param validation the values of the metrics, the first of which is shown
   * @param lastStep empty if no step was taken
   */
  record Evaluated(int step, int steps, List<Score> validation, Optional<LastStep> lastStep)
      implements RunEvent {}

  /** What the last step before an evaluation came to. */
  record LastStep(double loss, double tokensPerSecond) {}

  /** The value of a metric; empty where it is no finite number, which JSON cannot hold. */
  record Score(Metric metric, Optional<Double> value) {}

  /** The run ended, and the registry says so. */
  record Ended(RunStatus status, Optional<String> failure) implements RunEvent {}

  /** The line that says this. */
  default String line() {
    Mapping document = Mapping.empty().with("event", getClass().getSimpleName());
    for (Mapping.Entry entry : Settings.write((Record) this).entries()) {
      document = document.with(entry);
    }
    return Json.write(document);
  }

  /** What a line says; empty if it says something else, as native libraries may. */
  static Optional<RunEvent> read(String line) {
    try {
      if (line.startsWith("{") && Json.read(line) instanceof Mapping document) {
        return type(document.get("event").map(node -> String.valueOf(node.toJava())).orElse(""))
            .map(type -> (RunEvent) Settings.read(document.without("event"), type));
      }
    } catch (DocumentException e) {
      // Somebody else's line.
    }
    return Optional.empty();
  }

  private static Optional<Class<? extends Record>> type(String name) {
    return switch (name) {
      case "Ready" -> Optional.of(Ready.class);
      case "Initialized" -> Optional.of(Initialized.class);
      case "Started" -> Optional.of(Started.class);
      case "Stepped" -> Optional.of(Stepped.class);
      case "Scored" -> Optional.of(Scored.class);
      case "Evaluated" -> Optional.of(Evaluated.class);
      case "Ended" -> Optional.of(Ended.class);
      default -> Optional.empty();
    };
  }
}
