package org.ablate.registry.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ablate.registry.Artifact;
import org.ablate.registry.Experiment;
import org.ablate.registry.Lineage;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.NewRun;
import org.ablate.registry.PluginUsed;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;

/** A small run that has everything. */
final class ExportedRun {

  private ExportedRun() {}

  static Run in(Registry registry, long points) {
    Experiment experiment = registry.enter("dates", Path.of("dates.yaml"), "name: dates\n");
    NewRun run =
        new NewRun(
            experiment,
            "additive, \"wide\"",
            1,
            "{\"model\": {\"d_model\": 64, \"attention\": {\"name\": \"additive\"}}, \"seeds\": [1]}",
            List.of(new PluginUsed("attention", "0.1.0", "a1".repeat(32))),
            Map.of("java", "17.0.15"),
            registry.file().resolveSibling("dates"));
    try (RunRecorder recorder = registry.start(run)) {
      for (long step = 1; step <= points; step++) {
        recorder.record(
            new MetricPoint("train/loss", step, step * 100, step * 0.5, 1.0 / (1 + step)));
      }
      recorder.record(new MetricPoint("validation/loss", points, points * 100, 1, Double.NaN));
      recorder.record(new Artifact("settings.yaml", "settings", "b2".repeat(32)));
      recorder.record(new Lineage(Lineage.Relation.TUNED_BY, "0badcafe"));
      recorder.finished(Map.of("test/loss", 0.25));
      return registry.find(recorder.key());
    }
  }
}
