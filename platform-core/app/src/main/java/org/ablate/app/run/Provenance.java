package org.ablate.app.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.app.Version;
import org.ablate.experiment.RunPlan;
import org.ablate.libtorch.Libtorch;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.registry.PluginUsed;
import org.ablate.training.TrainingSettings;

/** What a result depends on, beside its settings. */
final class Provenance {
  private Provenance() {}

  /**
   * The machine, the libraries and the version of the experiment's folder, by name.
   *
   * @param file the experiment file
   */
  static Map<String, String> environment(TrainingSettings settings, Path file) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("ablate", Version.text());
    environment.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    environment.put(
        "operating system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    try (Libtorch engine =
        Libtorch.open(settings.device(), settings.precision().numbers(), settings.threads())) {
      environment.putAll(engine.environment());
    }
    environment.put("onnx runtime", OnnxRuntime.open().version());
    GitCommit.of(file.toAbsolutePath().getParent())
        .ifPresent(commit -> environment.put("git commit", commit));
    return environment;
  }

  static List<PluginUsed> plugins(RunPlan plan) {
    return plan.composition().plugins().stream()
        .map(origin -> new PluginUsed(origin.name(), origin.version(), origin.sha256()))
        .toList();
  }
}
