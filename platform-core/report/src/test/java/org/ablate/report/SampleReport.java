package org.ablate.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** An invented experiment that has everything a report can show. */
final class SampleReport {

  private static final Metric EXACT_MATCH =
      new Metric(
          "test/exact_match", "exact match", Unit.FRACTION, Metric.Direction.HIGHER_IS_BETTER);
  private static final Metric LOSS =
      new Metric("test/loss", "loss", Unit.NUMBER, Metric.Direction.LOWER_IS_BETTER);

  private static final List<String> INPUTS =
      List.of("vendredi 21 novembre 2026", "21. November 2026", "2026年11月21日", "3 de mayo de 1998");
  private static final List<String> ANSWERS =
      List.of("2026-11-21", "2026-11-21", "2026-11-21", "1998-05-03");

  private SampleReport() {}

  static ExperimentReport create() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("JVM", "OpenJDK 64-Bit Server VM 17.0.15");
    environment.put("operating system", "Linux 6.1, amd64");
    environment.put("device", "cpu, 2 threads");
    environment.put("libtorch", "2.10.0");
    environment.put("ONNX Runtime", "1.29.0, CPUExecutionProvider");
    return new ExperimentReport(
        "quickstart",
        "Which attention learns to read dates in any language?",
        Instant.parse("2026-11-21T12:00:00Z"),
        List.of(EXACT_MATCH, LOSS),
        List.of(
            variant("scaled-dot-product", 11, 0.987, 1.4e6, 41_300, 0),
            variant("additive", 12, 0.962, 1.9e6, 27_800, 0),
            variant("linear", 13, 0.871, 1.1e6, 44_900, 1)),
        Optional.of("scaled-dot-product"),
        plan(),
        "experiment: quickstart\ntask:\n  name: date-normalization\nmodel:\n  d_model: 64\n  n_heads: 4\n",
        environment);
  }

  private static SweepPlan plan() {
    return new SweepPlan(
        List.of(
            new SweepPlan.Row("scaled-dot-product", 3, 1500, Optional.of(1.4)),
            new SweepPlan.Row("additive", 3, 1500, Optional.of(2.08)),
            new SweepPlan.Row("linear", 3, 1500, Optional.empty())),
        List.of(
            new Exclusion("linear with alibi", "linear attention has no scores to add a bias to")),
        Optional.of(
            new Tuning(
                EXACT_MATCH,
                List.of(
                    tuned("scaled-dot-product", 0.88, 0.94),
                    tuned("additive", 0.91, 0.84),
                    new Tuning.Variant(
                        "linear",
                        List.of(
                            new Tuning.Candidate(
                                "learning_rate=0.001", Optional.of(0.71), 2, 2, true),
                            new Tuning.Candidate(
                                "learning_rate=0.003", Optional.empty(), 2, 1, false)))))));
  }

  private static Tuning.Variant tuned(String variant, double first, double second) {
    return new Tuning.Variant(
        variant,
        List.of(
            new Tuning.Candidate("learning_rate=0.001", Optional.of(first), 2, 2, first > second),
            new Tuning.Candidate(
                "learning_rate=0.003", Optional.of(second), 2, 2, second > first)));
  }

  /** An invented grid over two axes: five layers at most by as many widths as are needed. */
  static ExperimentReport grid(int variants, int seeds) {
    List<Variant> all =
        IntStream.range(0, variants)
            .mapToObj(
                i ->
                    variant(
                        "d_model=%d,n_layers=%d".formatted(32 * (1 + i / 5), 1 + i % 5),
                        i,
                        0.97 - 0.3 / (1 + i % 5 + i / 5.0),
                        1e5 * (1 + i % 5) * (1 + i / 5),
                        60_000.0 / (1 + i % 5),
                        0,
                        seeds))
            .toList();
    ExperimentReport small = create();
    return new ExperimentReport(
        "width-and-depth",
        "Is it better to be wide or deep?",
        small.createdAt(),
        small.metrics(),
        all,
        Optional.of(all.get(0).name()),
        SweepPlan.UNKNOWN,
        small.settings(),
        small.environment());
  }

  private static Variant variant(
      String name, long randomSeed, double accuracy, double flops, double speed, int diverged) {
    return variant(name, randomSeed, accuracy, flops, speed, diverged, 3);
  }

  private static Variant variant(
      String name,
      long randomSeed,
      double accuracy,
      double flops,
      double speed,
      int diverged,
      int seeds) {
    Random random = new Random(randomSeed);
    List<RunResult> runs = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      runs.add(run(name, seed, accuracy, speed, random, seed > seeds - diverged));
    }
    return new Variant(
        name,
        List.of(
            new LearnableParameter(
                "encoder.token_embedding.weight", List.of(412L, Math.round(flops / 3e4))),
            new LearnableParameter(
                "encoder.layer.0.self_attention.query.weight", List.of(64L, 64L)),
            new LearnableParameter("decoder.layer.0.feed_forward.in.weight", List.of(64L, 256L))),
        flops,
        Optional.of(flops / 50),
        runs);
  }

  private static RunResult run(
      String variant, long seed, double accuracy, double speed, Random random, boolean diverged) {
    double reached = Math.min(1, accuracy + 0.008 * random.nextGaussian());
    double pace = 0.006 * (0.6 + 0.5 * accuracy) * (1 + 0.1 * random.nextGaussian());
    return new RunResult(
        "quickstart/" + variant + "/seed-" + seed,
        seed,
        diverged ? RunResult.Status.DIVERGED : RunResult.Status.FINISHED,
        diverged ? Optional.of("The loss was NaN at step 310.") : Optional.empty(),
        diverged ? 21.4 : 84 * 41_300 / speed,
        Optional.of(speed * (1 + 0.02 * random.nextGaussian())),
        diverged
            ? Optional.empty()
            : Optional.of(new Agreement(Optional.of(3.1e-7), true, "CPUExecutionProvider")),
        diverged ? Map.of() : Map.of("test/exact_match", reached, "test/loss", 1.02 - reached),
        diverged ? Optional.empty() : Optional.of(lengths(reached, random)),
        diverged ? Optional.empty() : Optional.of(gradients(reached, random)),
        series(reached, pace, speed, random, diverged ? 310 : 1500),
        seed == 1 ? predictions(accuracy) : List.of(),
        seed == 1 ? attention(random, accuracy) : List.of());
  }

  /** Trained on up to 40 tokens, tested on up to 80. */
  private static LengthScores lengths(double reached, Random random) {
    return new LengthScores(
        40,
        IntStream.rangeClosed(1, 8)
            .mapToObj(
                i ->
                    new LengthScores.Point(
                        10 * i,
                        25,
                        reached / (1 + Math.exp(0.8 * (i - 5))) * (1 - 0.1 * random.nextDouble())))
            .toList());
  }

  /** Fades over 64 tokens, sooner where less was reached. */
  private static GradientReach gradients(double reached, Random random) {
    return new GradientReach(
        IntStream.range(0, 64)
            .mapToObj(d -> Math.exp(-d * (1.2 - reached) / 4 + 0.1 * random.nextGaussian()))
            .toList());
  }

  private static List<Series> series(
      double reached, double pace, double speed, Random random, int steps) {
    List<Series.Point> train = new ArrayList<>();
    List<Series.Point> loss = new ArrayList<>();
    List<Series.Point> accuracy = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      double learned = 1 - Math.exp(-pace * step);
      long tokens = step * 700L;
      double seconds = tokens / speed;
      double value = 3.2 * (1 - learned) + 0.03 + (1 - reached);
      boolean last = step == 310 && steps == 310;
      double noise = 1 + 0.12 * random.nextGaussian();
      train.add(new Series.Point(step, tokens, seconds, last ? Double.NaN : value * noise));
      if (step % 75 == 0) {
        loss.add(new Series.Point(step, tokens, seconds, value * 1.05));
        accuracy.add(
            new Series.Point(step, tokens, seconds, reached / (1 + Math.exp(8 - 12 * learned))));
      }
    }
    return List.of(
        new Series("train/loss", train),
        new Series("validation/loss", loss),
        new Series("validation/exact_match", accuracy));
  }

  private static List<Prediction> predictions(double accuracy) {
    return IntStream.range(0, INPUTS.size())
        .mapToObj(
            i ->
                new Prediction(
                    INPUTS.get(i),
                    Optional.of(ANSWERS.get(i)),
                    accuracy < 0.9 && i == 3 ? "1998-03-03" : ANSWERS.get(i)))
        .toList();
  }

  private static List<AttentionMap> attention(Random random, double accuracy) {
    List<AttentionMap> maps = new ArrayList<>();
    for (int example = 0; example < 2; example++) {
      List<String> keys = characters(INPUTS.get(example));
      List<String> queries = characters(ANSWERS.get(example));
      for (int layer = 0; layer < 2; layer++) {
        for (int head = 0; head < 4; head++) {
          double sharpness = (layer + 1) * (head + 1) * accuracy * 0.8;
          maps.add(
              map(
                  example,
                  "decoder cross-attention",
                  layer,
                  head,
                  queries,
                  keys,
                  sharpness,
                  random));
          maps.add(
              map(example, "encoder self-attention", layer, head, keys, keys, sharpness, random));
        }
      }
    }
    return maps;
  }

  private static AttentionMap map(
      int example,
      String block,
      int layer,
      int head,
      List<String> queries,
      List<String> keys,
      double sharpness,
      Random random) {
    List<List<Double>> weights = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      double[] scores = new double[keys.size()];
      double total = 0;
      for (int key = 0; key < keys.size(); key++) {
        boolean same = queries.get(query).equals(keys.get(key));
        double distance = Math.abs((query + 0.5) / queries.size() - 1 + (key + 0.5) / keys.size());
        double score = (same ? 0.8 : 0) - 1.5 * distance + 0.2 * random.nextGaussian();
        scores[key] = Math.exp(sharpness * score);
        total += scores[key];
      }
      double sum = total;
      weights.add(IntStream.range(0, keys.size()).mapToObj(key -> scores[key] / sum).toList());
    }
    return new AttentionMap(INPUTS.get(example), block, layer, head, queries, keys, weights);
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }
}
