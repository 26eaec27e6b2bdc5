package org.ablate.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;
import org.ablate.training.checkpoint.Checkpoints;

/** Records the failure of a run whose process cannot do so any more, or never began it. */
final class LostRun {
  private LostRun() {}

  static void record(Assignment assignment, String failure, Registry registry, Path out) {
    Optional<Run> begun = assignment.recorded(registry);
    RunFolder folder = assignment.folder(out);
    try (RunRecorder recorder =
        begun.isPresent()
            ? registry.resume(begun.get(), new Checkpoints(folder.checkpoints()).latest().orElse(0))
            : registry.start(
                new NewRun(
                    assignment.experiment(),
                    assignment.run().variant(),
                    assignment.run().seed(),
                    assignment.run().settings(),
                    List.of(),
                    Map.of(),
                    folder.path().toAbsolutePath()))) {
      recorder.failed(failure);
    }
  }
}
