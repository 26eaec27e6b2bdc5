package org.ablate.training.loop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.model.Architecture;
import org.ablate.model.Transformer;
import org.ablate.training.Tiny;
import org.ablate.training.data.TaskData;

/** A training in a JVM of its own, which can be killed. */
final class TrainingInAnotherJvm {
  static final int STEPS = 60;

  private TrainingInAnotherJvm() {}

  /** Trains, with checkpoints in a folder; says each checkpoint on standard output. */
  public static void main(String[] arguments) {
    train(
        Path.of(arguments[0]),
        new TrainingListener() {
          @Override
          public void checkpointed(int step, Path checkpoint) {
            System.out.println(step);
          }
        });
  }

  static TrainingResult train(Path folder, TrainingListener listener) {
    TaskData data = Tiny.data(new Tiny.Copy(), Architecture.ENCODER_DECODER);
    Transformer model = Tiny.model(Architecture.ENCODER_DECODER, data.presentation());
    return new TrainingRun(
            model,
            data,
            new Tiny.Settings(STEPS).evaluateEvery(3).checkpointEvery(1).build(),
            1,
            folder)
        .train(listener);
  }

  static Process start(Path folder) throws IOException {
    String path =
        Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    for (String name : List.of("openblas.load", "javacpp.nopointergc")) {
      String property = "org.bytedeco." + name;
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", path, TrainingInAnotherJvm.class.getName(), folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
