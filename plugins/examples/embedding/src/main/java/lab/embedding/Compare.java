package lab.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.ablate.experiment.Composition;
import org.ablate.experiment.CostModel;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.installed.Variants;
import org.ablate.training.data.TaskData;
import org.ablate.training.loop.TrainingListener;
import org.ablate.training.loop.TrainingRun;

/** Trains the variants of an experiment one after the other, and prints how each did. */
public final class Compare {
  private Compare() {}

  /** Takes the path of an experiment file. */
  public static void main(String[] arguments) throws IOException {
    Variants variants = Variants.of(ServiceLoader.load(Plugin.class));
    Path file = Path.of(arguments[0]);
    for (RunPlan run : Experiment.read(file, List.of(), variants, CostModel.UNKNOWN).runs()) {
      Composition chosen = run.composition();
      var data =
          TaskData.prepare(
              chosen.task().component(),
              chosen.model().architecture(),
              chosen.tokenizer().component(),
              chosen.training().sequenceLength(),
              chosen.training().maxLength(),
              DataFiles.none(),
              0);
      var model = data.presentation().model(chosen.model(), chosen.parts());
      Path folder = Files.createTempDirectory(run.variant());
      var result =
          new TrainingRun(model, data, chosen.training(), run.seed(), folder)
              .train(new TrainingListener() {});
      System.out.printf("%s: %s%n", run.variant(), result.best().orElseThrow().toScores().values());
    }
  }
}
