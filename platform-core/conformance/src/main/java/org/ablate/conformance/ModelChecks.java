package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.model.Architecture;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;

/** What a model must do, whichever parts it is made of. */
final class ModelChecks {
  private static final long PAD = 0;
  private static final long[] ROW = {7, 10, 6, 9, 8, 11, 7};
  private static final long[] OTHER_ROW = {11, 6, 8, 8, 10, 9, 6};
  private static final long[] SOURCE = {9, 6, 11, 8};
  private static final int PADDING = 2;

  /** Of a row in which what acts from some distance on is seen. */
  private static final int LONG = 40;

  private static final int[] CHANGED_FROM = {12, 23, 34};

  /** The longest sequence that a model is given: a row and its padding. */
  static final int LONGEST = ROW.length + PADDING;

  /** Softmax does not see what is added to all scores of a query alike. */
  private static final List<String> INVARIANT = List.of("key.bias");

  private final Models models;

  ModelChecks(Models models) {
    this.models = models;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (Architecture architecture : models.architectures()) {
      String where = Models.in(architecture);
      checks.add(
          Check.of("outputs fit for any batch and length" + where, () -> shapes(architecture)));
      checks.add(Check.of("rows of a batch do not mix" + where, () -> rowsApart(architecture)));
      checks.add(
          Check.of("padding on the right changes nothing" + where, () -> padRight(architecture)));
      checks.add(
          Check.of("padding on the left changes nothing" + where, () -> padLeft(architecture)));
      checks.add(
          Check.of("every parameter has an effect" + where, () -> parametersCount(architecture)));
      checks.add(
          new Check("training computes what inference does" + where, () -> training(architecture)));
    }
    if (models.architectures().contains(Architecture.DECODER)) {
      checks.add(Check.of("no output depends on a later token", this::noLeak));
      checks.add(Check.of("no output depends on a later token, in a longer row", this::noLongLeak));
      if (models.can(Capability.INCREMENTAL)) {
        checks.add(Check.of("decoding token by token equals the full pass", () -> incremental(1)));
        checks.add(Check.of("decoding in parts equals the full pass", () -> incremental(3)));
        checks.add(
            Check.of("decoding after padding equals the full pass", this::incrementalPadded));
        checks.add(
            Check.of("an encoder-decoder decodes as in the full pass", this::incrementalCross));
      }
    }
    return checks;
  }

  private SmallModel model(Architecture architecture) {
    return models.of(Setup.of(architecture));
  }

  private void shapes(Architecture architecture) {
    for (boolean padded : new boolean[] {false, true}) {
      SmallModel model =
          models.of(padded ? Setup.of(architecture) : Setup.of(architecture).unpadded());
      for (int length : new int[] {1, 2, ROW.length}) {
        for (int batch : new int[] {1, 3}) {
          long[][] tokens = new long[batch][];
          Arrays.fill(tokens, Arrays.copyOf(ROW, length));
          double[][][] logits = model.logits(tokens);
          Expect.size(batch, logits.length, "rows");
          for (double[][] values : logits) {
            Expect.size(length, values.length, "positions");
            Expect.finite(values, "with a batch of %d and length %d".formatted(batch, length));
          }
        }
      }
    }
  }

  private void rowsApart(Architecture architecture) {
    SmallModel model = model(architecture);
    double[][] alone = model.logits(new long[][] {ROW})[0];
    double[][] beside = model.logits(new long[][] {OTHER_ROW, ROW})[1];
    Expect.same(alone, beside, "a row gives something else beside another row", Expect.OVER_BATCH);
  }

  private void padRight(Architecture architecture) {
    SmallModel model = model(architecture);
    long[] padded = Arrays.copyOf(ROW, LONGEST);
    double[][] plain = model.logits(new long[][] {ROW})[0];
    double[][] longer = model.logits(new long[][] {padded})[0];
    Expect.same(
        plain, longer, "padding on the right changes the outputs of tokens", Expect.OVER_PADDING);
  }

  private void padLeft(Architecture architecture) {
    SmallModel model = model(architecture);
    long[] padded = new long[LONGEST];
    Arrays.fill(padded, PAD);
    System.arraycopy(ROW, 0, padded, PADDING, ROW.length);
    double[][] plain = model.logits(new long[][] {ROW})[0];
    double[][] longer = model.logits(new long[][] {padded})[0];
    Expect.same(
        plain,
        Arrays.copyOfRange(longer, PADDING, LONGEST),
        "padding on the left changes the outputs of tokens",
        Expect.OVER_PADDING);
  }

  private void parametersCount(Architecture architecture) {
    Graph graph = model(architecture).inference();
    Map<String, Array> inputs = Map.of("tokens", SmallModel.array(new long[][] {ROW, OTHER_ROW}));
    Map<String, Array> weights = SmallModel.weights(graph);
    double[] before = Interpreter.run(graph, inputs, weights).get("logits").toDoubles();
    for (Op.Parameter parameter : graph.parameters()) {
      Map<String, Array> changed = new HashMap<>(weights);
      double[] values = weights.get(parameter.name()).toDoubles();
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.1 * (i % 3 + 1);
      }
      changed.put(parameter.name(), Array.of(values, parameter.shape().sizes()));
      double[] after = Interpreter.run(graph, inputs, changed).get("logits").toDoubles();
      boolean invariant = INVARIANT.stream().anyMatch(parameter.name()::endsWith);
      if (!invariant && Expect.difference(before, after) == 0) {
        throw new ConformanceException(
            "the parameter '%s' has no effect on the output".formatted(parameter.name()));
      }
    }
  }

  /** A model that is trained as another than the one that is used has learned something else. */
  private Outcome training(Architecture architecture) {
    SmallModel model = model(architecture);
    Graph training = model.crossEntropy();
    if (!training.randoms().isEmpty() || !training.updates().isEmpty()) {
      return Outcome.skipped("in training the variant draws random numbers or keeps statistics");
    }
    double trained = loss(training);
    double used = loss(model.evaluation());
    if (!(Math.abs(trained - used) <= Expect.TOLERANCE * Math.max(1, used))) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "without dropout the cross-entropy is %.6g in training and %.6g in inference; look for what depends on scope.mode()",
              trained,
              used));
    }
    return Outcome.PASSED;
  }

  /** Of rows whose labels are tokens that they hold elsewhere. */
  private static double loss(Graph graph) {
    Map<String, Array> inputs =
        Map.of(
            "tokens", SmallModel.array(new long[][] {ROW, OTHER_ROW}),
            "labels", SmallModel.array(new long[][] {OTHER_ROW, ROW}));
    return Interpreter.run(graph, inputs, SmallModel.weights(graph)).get("loss").at(0);
  }

  private void noLeak() {
    SmallModel model = model(Architecture.DECODER);
    double[][] before = model.logits(new long[][] {ROW})[0];
    for (int changed = 1; changed < ROW.length; changed++) {
      long[] tokens = ROW.clone();
      tokens[changed] = tokens[changed] == 6 ? 7 : 6;
      double[][] after = model.logits(new long[][] {tokens})[0];
      Expect.same(
          Arrays.copyOf(before, changed),
          after,
          "under a causal mask outputs depend on the token at position %d, which comes later"
              .formatted(changed),
          Expect.OVER_LATER);
    }
  }

  /** Several ends of one row, side by side. */
  private void noLongLeak() {
    int maxLength = models.parts().components().maxLength().orElse(LONG);
    long[] row = tokens(Math.min(LONG, maxLength));
    long[][] rows = new long[CHANGED_FROM.length + 1][];
    Arrays.setAll(rows, i -> i == 0 ? row : changedFrom(row, CHANGED_FROM[i - 1]));
    double[][][] logits = model(Architecture.DECODER).logits(rows);
    for (int i = 0; i < CHANGED_FROM.length; i++) {
      int from = Math.min(CHANGED_FROM[i], row.length);
      Expect.same(
          Arrays.copyOf(logits[0], from),
          logits[i + 1],
          "under a causal mask outputs depend on the tokens from position %d on, which come later"
              .formatted(from),
          Expect.OVER_LATER);
    }
  }

  private static long[] tokens(int length) {
    long[] tokens = new long[length];
    Arrays.setAll(tokens, i -> 6 + (i * 7L + i / 6) % 6);
    return tokens;
  }

  /** With other tokens from a position on. */
  private static long[] changedFrom(long[] row, int from) {
    long[] changed = row.clone();
    for (int i = from; i < row.length; i++) {
      changed[i] = 6 + (row[i] - 5) % 6;
    }
    return changed;
  }

  private void incremental(int partLength) {
    SmallModel model = models.of(Setup.of(Architecture.DECODER).unpadded());
    long[][] tokens = {ROW, OTHER_ROW};
    double[][][] full = model.logits(tokens);
    double[][][] parted = model.decode(Map.of(), "tokens", tokens, partLength);
    for (int row = 0; row < tokens.length; row++) {
      Expect.same(
          full[row],
          parted[row],
          "decoding %d token(s) at a time differs from the full pass".formatted(partLength),
          Expect.IN_STATE);
    }
  }

  private void incrementalPadded() {
    SmallModel model = model(Architecture.DECODER);
    long[][] tokens = {{PAD, PAD, 7, 9, 6, 8}, {10, 7, 6, 6, 11, 9}};
    double[][][] full = model.logits(tokens);
    double[][][] parted = model.decode(Map.of(), "tokens", tokens, 2);
    for (int row = 0; row < tokens.length; row++) {
      int first = row == 0 ? 2 : 0;
      Expect.same(
          Arrays.copyOfRange(full[row], first, tokens[row].length),
          Arrays.copyOfRange(parted[row], first, tokens[row].length),
          "decoding a row that starts with padding differs from the full pass",
          "a state that takes padding in");
    }
  }

  private void incrementalCross() {
    if (!models.architectures().contains(Architecture.ENCODER)) {
      return;
    }
    SmallModel model = model(Architecture.ENCODER_DECODER);
    long[][] source = {SOURCE, {6, 7, PAD, PAD}};
    long[][] target = {ROW, OTHER_ROW};
    double[][][] full = model.logits(source, target);
    double[][][] parted =
        model.decode(Map.of("source", SmallModel.array(source)), "target", target, 1);
    for (int row = 0; row < target.length; row++) {
      Expect.same(
          full[row],
          parted[row],
          "with a source of its own, decoding token by token differs from the full pass",
          Expect.IN_STATE);
    }
  }
}
