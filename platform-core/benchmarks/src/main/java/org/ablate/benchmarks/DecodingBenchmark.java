package org.ablate.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.ablate.libtorch.DecodingSession;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.Mixer;
import org.ablate.plugins.attention.ScaledDotProductAttention;
import org.ablate.plugins.feed_forward.Relu;
import org.ablate.plugins.normalization.LayerNorm;
import org.ablate.plugins.placement.Pre;
import org.ablate.plugins.positional_encoding.Sinusoidal;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Precision;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many tokens a decoder writes in a second with the state of incremental decoding, beside full
 * passes over all that was written: the most likely token each time, after a prompt.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 5)
public class DecodingBenchmark {
  private static final int VOCABULARY = 1_000;
  private static final int WIDTH = 128;
  private static final int PROMPT = 16;
  private static final int WRITTEN = 128;
  private static final String PREDICTIONS = "predictions";

  /** What was written, which is shown per second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Text {
    public long tokens;
  }

  @Param({"1", "32"})
  public int batch;

  private Libtorch engine;
  private Weights weights;
  private DecodingSession session;
  private Program full;

  /** Makes the model. */
  @Setup
  public void prepare() {
    Transformer model =
        new Transformer(
            new TransformerSettings(
                Architecture.DECODER, WIDTH, 4, 4, 4 * WIDTH, 0, 0, false, false, false),
            parts(),
            VOCABULARY,
            VOCABULARY,
            OutputHead.POSITION,
            false);
    engine = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
    weights = engine.weights(model.inference().initialWeights(1), Set.of());
    session =
        engine.decoding(
            predicting(model.decodingStart()), predicting(model.decodingStep()), weights);
    full = engine.compile(model.nextToken());
  }

  private static Components parts() {
    Choice<Mixer> attention = new Choice<>("scaled-dot-product", new ScaledDotProductAttention(0));
    return new Components(
        attention,
        attention,
        new Choice<>("sinusoidal", new Sinusoidal(10_000, Sinusoidal.Layout.INTERLEAVED)),
        new Choice<>("layer-norm", new LayerNorm(1e-5, LayerNorm.Affine.GAIN_AND_BIAS)),
        new Choice<>("relu", new Relu(true)),
        new Choice<>("pre", new Pre()));
  }

  private static Graph predicting(Graph graph) {
    return graph.withOutputs(Map.of(PREDICTIONS, graph.outputs().get(PREDICTIONS)));
  }

  /** Each call reads one new token. */
  @Benchmark
  public long incremental(Text text) {
    Array predicted =
        session.start(tokens(LongStream.generate(() -> 7), PROMPT), PROMPT).get(PREDICTIONS);
    int width = PROMPT;
    for (int written = 1; written < WRITTEN; written++) {
      Array last = predicted; // [batch, width]
      int columns = width;
      LongStream next =
          LongStream.range(0, batch).map(row -> (long) last.at((int) (row + 1) * columns - 1));
      predicted = session.step(tokens(next, 1), 1).get(PREDICTIONS);
      width = 1;
    }
    text.tokens += (long) batch * WRITTEN;
    return (long) predicted.at(0);
  }

  /** Each call reads all tokens again. */
  @Benchmark
  public double fullPass(Text text) {
    double logit = 0;
    for (int written = 0; written < WRITTEN; written++) {
      int length = PROMPT + written;
      long[] last = LongStream.rangeClosed(1, batch).map(row -> row * length - 1).toArray();
      Array logits =
          full.run(
                  weights,
                  Map.of(
                      "tokens",
                      tokens(LongStream.generate(() -> 7), length).get("tokens"),
                      "last",
                      Array.of(last, batch)))
              .get("logits"); // [batch, token]
      logit = logits.at(0);
    }
    text.tokens += (long) batch * WRITTEN;
    return logit;
  }

  private Map<String, Array> tokens(LongStream values, int length) {
    long[] ids = values.limit((long) batch * length).toArray();
    return Map.of("tokens", Array.of(ids, batch, length)); // [batch, position]
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    session.close();
    full.close();
    weights.close();
    engine.close();
  }
}
