package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory stays as it is, however long a training, an evaluation or a decoding runs. */
@Execution(ExecutionMode.CONCURRENT)
@EnabledOnOs(OS.LINUX)
class MemoryTest {
  /** What the allocator and the JVM may still take; to keep one value a step would be more. */
  private static final long SLACK_BYTES = 2L << 20;

  private static final int WARM_UP = 200;

  /** The heap is there from the start, and the compiler is the frugal one. */
  private static final List<String> STEADY_JVM =
      List.of(
          "-Xms96m",
          "-Xmx96m",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  @ParameterizedTest
  @EnumSource(Work.class)
  void native_memory_does_not_grow(Work work) throws Exception {
    List<String> arguments = new ArrayList<>(ChildProcess.libtorchArguments());
    arguments.addAll(STEADY_JVM);
    String grown = ChildProcess.run(Growth.class, arguments, work.name()).strip();
    assertTrue(grown.matches("-?\\d+"), grown);
    assertTrue(Long.parseLong(grown) < SLACK_BYTES, () -> "grown by %s bytes".formatted(grown));
  }

  /** What is repeated. */
  enum Work {
    TRAINING(1000),
    TRAINING_WITH_ADAFACTOR(1000),
    TRAINING_WITH_MUON(500),
    TRAINING_IN_STAGES(500),
    RUNNING(500),
    DECODING(500),
    COMPILING(300);

    private static final AdamW ADAM_W = new AdamW(0.9, 0.99, 1e-8, 0.1);

    private final int repetitions;

    Work(int repetitions) {
      this.repetitions = repetitions;
    }

    /** Hands over the work, which may be done any number of times. */
    void with(Libtorch libtorch, Consumer<IntConsumer> user) {
      Graph training = TinyGpt.training(0.1);
      try (Weights weights = weights(libtorch, training)) {
        switch (this) {
          case TRAINING -> train(libtorch, weights, ADAM_W, false, user);
          case TRAINING_WITH_ADAFACTOR -> train(libtorch, weights, Adafactor.DEFAULTS, false, user);
          case TRAINING_WITH_MUON -> train(libtorch, weights, Muon.DEFAULTS, false, user);
          case TRAINING_IN_STAGES -> train(libtorch, weights, ADAM_W, true, user);
          case RUNNING -> {
            try (Program program = libtorch.compile(TinyGpt.forMode(Mode.INFERENCE))) {
              user.accept(i -> program.run(weights, TinyGpt.tokens(i, 8, 10 + i % 24)));
            }
          }
          case DECODING -> {
            Graph start = TinyGpt.forMode(Mode.DECODING_START);
            Graph later = TinyGpt.forMode(Mode.DECODING_STEP);
            try (DecodingSession session = libtorch.decoding(start, later, weights)) {
              user.accept(i -> decode(session, i));
            }
          }
          case COMPILING ->
              user.accept(
                  i -> {
                    try (TrainingStep step =
                        libtorch.trainingStep(training, weights, ADAM_W, Clipping.toNorm(1))) {
                      step.step(List.of(new MicroBatch(TinyGpt.tokens(i, 2, 4), 1)), 1e-3);
                    }
                  });
        }
      }
    }

    private static void train(
        Libtorch libtorch,
        Weights weights,
        OptimizerSettings optimizer,
        boolean inStages,
        Consumer<IntConsumer> user) {
      StepSettings settings =
          new StepSettings(
              optimizer, Clipping.toNorm(1), List.of(), ProductPrecision.FULL, inStages);
      try (TrainingStep step = libtorch.trainingStep(TinyGpt.training(0.1), weights, settings)) {
        user.accept(i -> step.step(batches(i), 1e-3));
      }
    }

    private static Weights weights(Libtorch libtorch, Graph graph) {
      return libtorch.weights(
          graph.initialWeights(1),
          graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
    }

    private static List<MicroBatch> batches(int i) {
      MicroBatch batch = new MicroBatch(TinyGpt.tokens(i, 8, 10 + i % 24), 1);
      return i % 10 == 0 ? List.of(batch, batch) : List.of(batch);
    }

    private static void decode(DecodingSession session, int i) {
      if (i % 50 == 0) {
        session.start(TinyGpt.tokens(i, 4, 3), 3);
      }
      session.step(TinyGpt.tokens(i, 4, 1), 1);
    }
  }

  /** Tells by how much the memory of this process grows while some work is repeated. */
  static final class Growth {
    private Growth() {}

    public static void main(String[] arguments) {
      try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1)) {
        Work work = Work.valueOf(arguments[0]);
        work.with(libtorch, once -> System.out.println(growth(once, work.repetitions)));
      }
    }

    private static long growth(IntConsumer once, int repetitions) {
      IntStream.range(0, WARM_UP).forEach(once);
      long before = residentBytes();
      IntStream.range(0, repetitions).forEach(once);
      return residentBytes() - before;
    }

    /** The memory of this process that is in use and belongs to no file. */
    private static long residentBytes() {
      System.gc();
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
