package org.ablate.app.run;

import java.util.List;
import java.util.Optional;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;

/**
 * What a worker process is told on its standard input: which run to carry out, or, without one, to
 * end the one that it is at, with a checkpoint.
 *
 * @param experiment the key of the experiment in the registry
 * @param position the run's place in the plan
 * @param tunedBy the keys of the trials that decided for the run
 * @param rung how far the run goes for now; empty where it goes to its end
 */
public record WorkerRequest(
    Optional<String> experiment,
    Optional<Integer> position,
    List<String> tunedBy,
    Optional<Rung> rung) {

  static final WorkerRequest STOP =
      new WorkerRequest(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  static WorkerRequest of(Assignment assignment) {
    return new WorkerRequest(
        Optional.of(assignment.experiment().key()),
        Optional.of(assignment.position()),
        assignment.tunedBy(),
        assignment.rung());
  }

  String line() {
    return Json.write(Settings.write(this));
  }

  static WorkerRequest read(String line) {
    return Settings.read((Mapping) Json.read(line), WorkerRequest.class);
  }
}
