package org.ablate.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** A small definition for each operator, with symbolic axes; integers are below 3. */
final class Samples {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim QUERY = Dim.symbolic("query");
  private static final Dim KEY = Dim.symbolic("key");
  private static final Dim WIDTH = Dim.of("width", 4);
  private static final Initializer SPREAD = new Initializer.Normal(1);

  private static final long IGNORED = Composite.CrossEntropy.IGNORED;

  private final Map<String, Function<Scope, Tensor>> samples = new LinkedHashMap<>();

  private Samples() {}

  static Map<String, Function<Scope, Tensor>> all() {
    Samples all = new Samples();
    all.sources();
    all.functionsOfOneNumber();
    all.functionsOfTwoNumbers();
    all.truths();
    all.productsAndReductions();
    all.selections();
    all.recurrences();
    all.shapes();
    all.composites();
    return all.samples;
  }

  private static Tensor x(Scope scope) {
    return x(scope, "x"); // [batch, query, width]
  }

  private static Tensor x(Scope scope, String name) {
    return scope.input(name, DataType.FLOAT, BATCH, QUERY, WIDTH); // [batch, query, width]
  }

  private static Tensor integers(Scope scope, String name) {
    return scope.input(name, DataType.INTEGER, BATCH, QUERY); // [batch, query]
  }

  private static Tensor positive(Scope scope) {
    return x(scope).abs().add(0.1); // [batch, query, width]
  }

  /** Stretches to x. */
  private static Tensor y(Scope scope) {
    return scope.input("y", DataType.FLOAT, QUERY, Dim.one()); // [query, 1]
  }

  private static Tensor integers(Scope scope) {
    return integers(scope, "integers"); // [batch, query]
  }

  private static Tensor truth(Scope scope, String name) {
    return scope.input(name, DataType.BOOLEAN, BATCH, QUERY, Dim.one()); // [batch, query, 1]
  }

  private static Tensor scores(Scope scope) {
    return scope.input("scores", DataType.FLOAT, BATCH, QUERY, KEY); // [batch, query, key]
  }

  private void add(String name, Function<Scope, Tensor> sample) {
    samples.put(name, sample);
  }

  private void sources() {
    add("parameter", s -> x(s).add(s.parameter("gain", SPREAD, WIDTH)));
    add("buffer", s -> x(s).add(s.buffer("mean", SPREAD, WIDTH)));
    add("constant", s -> x(s).add(s.constant(new double[] {1, -2, 0.1, 1e30}, WIDTH)));
    add("range", s -> x(s).add(s.range(QUERY).toFloat().unsqueeze(-1)));
    add("range of a polynomial", s -> s.range(longerThan(x(s))));
    add("extent", s -> integers(s).add(s.extent(QUERY)));
    add("extent of a polynomial", s -> integers(s).add(s.extent(longerThan(x(s)))));
    add("extent that is known", s -> integers(s).add(s.extent(WIDTH)));
    add("random", s -> x(s).add(s.normal("noise", Shape.of(QUERY, WIDTH))));
  }

  /** 2·batch·query − query + 3. */
  private static Dim longerThan(Tensor x) {
    Polynomial elements = x.dim(0).extent().times(x.dim(1).extent());
    return new Dim("long", elements.times(2).minus(x.dim(1).extent()).plus(Polynomial.of(3)));
  }

  private void functionsOfOneNumber() {
    add("negate", s -> x(s).negate());
    add("negate integers", s -> integers(s).negate());
    add("abs", s -> x(s).abs());
    add("abs of integers", s -> integers(s).subtract(1).abs());
    add("exp", s -> x(s).exp());
    add("log", s -> positive(s).log());
    add("sqrt", s -> positive(s).sqrt());
    add("rsqrt", s -> positive(s).rsqrt());
    add("reciprocal", s -> positive(s).reciprocal());
    add("sin", s -> x(s).sin());
    add("cos", s -> x(s).cos());
    add("tanh", s -> x(s).tanh());
    add("sigmoid", s -> x(s).sigmoid());
    add("erf", s -> x(s).erf());
    add("relu", s -> x(s).relu());
    add("floor", s -> x(s).floor());
    add("sign", s -> x(s).sign());
  }

  private void functionsOfTwoNumbers() {
    add("add", s -> x(s).add(y(s)));
    add("add integers", s -> integers(s).add(s.range(QUERY)));
    add("subtract", s -> x(s).subtract(y(s)));
    add("multiply", s -> y(s).multiply(x(s)));
    add("multiply integers", s -> integers(s).multiply(s.range(QUERY)));
    add("divide", s -> y(s).divide(positive(s)));
    add("power", s -> positive(s).power(y(s)));
    add("maximum", s -> x(s).maximum(y(s)));
    add("maximum of integers", s -> integers(s).maximum(1));
    add("minimum", s -> x(s).minimum(y(s)));
    add("minimum of integers", s -> integers(s).minimum(s.range(QUERY)));
    add("remainder", s -> y(s).multiply(3).remainder(positive(s)));
    add("remainder by what is negative", s -> y(s).multiply(3).remainder(positive(s).negate()));
    add(
        "remainder of what is tiny",
        s -> y(s).multiply(1e-30).remainder(positive(s).multiply(-1e-20)).multiply(1e20));
    add("remainder of integers", s -> integers(s).subtract(1).remainder(2));
    add("remainder of integers by what is negative", s -> integers(s).subtract(1).remainder(-2));
  }

  private void truths() {
    add("equal", s -> integers(s).equal(1));
    add("equal floats", s -> x(s).sign().equal(y(s).sign()));
    add("not equal", s -> integers(s).notEqual(s.range(QUERY)));
    add("less", s -> x(s).less(y(s)));
    add("less or equal", s -> integers(s).lessOrEqual(1));
    add("greater", s -> x(s).greater(y(s)));
    add("greater or equal", s -> integers(s).greaterOrEqual(1));
    add("and", s -> truth(s, "a").and(truth(s, "b")));
    add("or", s -> truth(s, "a").or(x(s).less(0)));
    add("not", s -> truth(s, "a").not());
    add("where", s -> truth(s, "a").where(x(s), y(s)));
    add("where of integers", s -> integers(s).less(2).where(integers(s, "others"), 7));
    add("where of truths", s -> truth(s, "a").where(truth(s, "b"), x(s).less(0)));
    add("where of truths or a number", s -> truth(s, "a").where(truth(s, "b"), 1));
    add("cast truths to floats", s -> truth(s, "a").toFloat());
    add("cast truths to integers", s -> truth(s, "a").toInteger());
    add("cast integers to floats", s -> integers(s).toFloat());
    add("cast floats to integers", s -> x(s).multiply(5).toInteger());
  }

  private void productsAndReductions() {
    add("matmul", s -> scores(s).matmul(s.input("v", DataType.FLOAT, BATCH, KEY, WIDTH)));
    add("matmul that stretches", s -> x(s).matmul(s.parameter("w", SPREAD, WIDTH, WIDTH)));
    add("sum", s -> x(s).sum(-1));
    add("sum over several axes", s -> x(s).sum(0, -1));
    add("sum of integers", s -> integers(s).sum(1));
    add("mean", s -> x(s).mean(1));
    add("max", s -> x(s).max(-1, 0));
    add("max of integers", s -> integers(s).max(0));
    add("max of nothing", s -> x(s).slice(2, 1, 1).max(2).less(-1e30));
    add("softmax", s -> scores(s).softmax(-1));
    add("softmax over a middle axis", s -> scores(s).multiply(100).softmax(1));
    add("log softmax", s -> scores(s).multiply(100).logSoftmax(-1));
    add("cumulative sum", s -> x(s).cumulativeSum(1));
    add("cumulative sum of integers", s -> integers(s).cumulativeSum(-1));
    add("arg max", s -> x(s).argMax(-1));
    add("arg max, the first of equals", s -> integers(s).toFloat().argMax(1));
    add("arg max of zeros of both signs", s -> zerosOfBothSigns(s).argMax(-1));
    add("top k", s -> x(s).topK(3, -1));
    add("top k, the first of equals", s -> x(s).sign().topK(4, -1));
    add("top k, all of them", s -> scores(s).topK(KEY.renamed("rank"), -1));
  }

  private static Tensor zerosOfBothSigns(Scope scope) {
    return scope.constant(new double[] {-0.0, 0, -0.0}, Dim.of("zero", 3)); // [zero]
  }

  private void selections() {
    add("take", s -> s.parameter("table", SPREAD, Dim.of("row", 3), WIDTH).take(integers(s)));
    add("take integers", s -> s.range(Dim.of("row", 3)).add(5).take(integers(s)));
    add("gather", s -> x(s).gather(-1, integers(s).unsqueeze(-1)));
    add("gather along a symbolic axis", s -> x(s).gather(1, x(s, "z").topK(1, 1)));
    add("slice", s -> x(s).slice(-1, 1, 3));
    add("slice from a symbolic place", s -> appended(s).slice(1, KEY.extent(), QUERY));
    add("select", s -> x(s).select(-1, 2));
    add("concat", Samples::appended);
    add("concat of truths", s -> Tensor.concat(-1, truth(s, "a"), truth(s, "b")));
    add("stack", s -> Tensor.stack("both", x(s), y(s).add(x(s, "z"))));
  }

  private void recurrences() {
    add("states of a recurrence", Samples::states);
    add("last states of a recurrence", s -> recurrence(s).last().get(0));
    add("what a recurrence gives", s -> recurrence(s).stacked().get(1));
    add(
        "recurrence in a recurrence",
        s ->
            x(s).scan(
                    1,
                    s.zeros(Shape.of(BATCH)),
                    (outer, row) ->
                        row.scan(1, outer, (inner, e) -> inner.multiply(0.5).add(e.gelu()))
                            .sum(1)
                            .squeeze(1)));
  }

  private static Tensor states(Scope scope) {
    Tensor start = scope.zeros(Shape.of(BATCH, WIDTH)); // [batch, width]
    return x(scope)
        .scan(
            1,
            start,
            (state, entry) -> {
              Tensor hidden = scope.projection("hidden", state, WIDTH); // [batch, width]
              Tensor places = scope.range(QUERY).toFloat().sum(0).squeeze(0); // []
              return hidden.add(entry).add(places.multiply(0.01)).tanh(); // [batch, width]
            });
  }

  /** Two states, two sequences of different ranks, and two values of each step. */
  private static Recurrence recurrence(Scope scope) {
    Tensor counted = integers(scope); // [batch, query]
    return Recurrence.along(
        1,
        List.of(x(scope), counted),
        List.of(scope.zeros(Shape.of(BATCH, WIDTH)), scope.zeros(Shape.of(BATCH)).toInteger()),
        (states, entries) -> {
          Tensor sum = states.get(0).multiply(0.5).add(entries.get(0)); // [batch, width]
          Tensor count = states.get(1).add(entries.get(1)); // [batch]
          Tensor scaled = sum.multiply(count.toFloat().unsqueeze(-1)); // [batch, width]
          Tensor spread = scaled.add(scope.extent(QUERY).toFloat()); // [batch, width]
          return new Recurrence.Result(List.of(sum, count), List.of(count, spread));
        });
  }

  private static Tensor appended(Scope scope) {
    Tensor past = scope.input("past", DataType.FLOAT, BATCH, KEY, WIDTH); // [batch, key, width]
    return Tensor.concat(1, past, x(scope)); // [batch, key + query, width]
  }

  private void shapes() {
    add("reshape", s -> x(s).reshape(QUERY, BATCH, Dim.of("a", 2), Dim.of("b", 2)));
    add("flatten", s -> x(s).flatten(0, 1, "row"));
    add("flatten all", s -> x(s).flatten(0, 2, "element"));
    add("unsqueeze and squeeze", s -> x(s).unsqueeze(1).squeeze(1));
    add("transpose", s -> x(s).transpose(0, -1));
    add("permute", s -> x(s).permute(2, 0, 1));
    add("flip", s -> x(s).flip(-1));
    add("flip along a symbolic axis", s -> x(s).flip(1).multiply(y(s)));
    add("flip integers", s -> integers(s).flip(-1));
    add("flip truths", s -> truth(s, "a").flip(0));
    add("broadcast", s -> y(s).broadcastTo(Shape.of(KEY, BATCH, QUERY, WIDTH)).add(of(scores(s))));
    add("detach", s -> x(s).detach());
  }

  /** Zeros: [key, batch, query, 1]. */
  private static Tensor of(Tensor scores) {
    return scores.permute(2, 0, 1).unsqueeze(-1).multiply(0); // [key, batch, query, 1]
  }

  private void composites() {
    add("linear", s -> s.linear("layer", x(s), Dim.of("out", 3)));
    add("layer norm", s -> x(s).layerNorm(gain(s), s.parameter("bias", SPREAD, WIDTH), 1e-5));
    add("rms norm", s -> x(s).rmsNorm(gain(s), 1e-6));
    add("gelu", s -> x(s).gelu());
    add("gelu tanh", s -> x(s).geluTanh());
    add("silu", s -> x(s).silu());
    add("softplus", s -> x(s).softplus());
    add(
        "masked softmax",
        s -> scores(s).softmax(s.input("m", DataType.BOOLEAN, BATCH, QUERY, KEY)));
    add("causal softmax", s -> scores(s).causalSoftmax());
    add("dropout", s -> s.dropout("dropout", x(s), 0.3));
    add("cross-entropy", s -> crossEntropy(s, 0));
    add("smoothed cross-entropy", s -> crossEntropy(s, 0.1));
  }

  private static Tensor gain(Scope scope) {
    return scope.parameter("gain", SPREAD, WIDTH); // [width]
  }

  private static Tensor crossEntropy(Scope scope, double labelSmoothing) {
    Tensor targets = integers(scope).flatten(0, 1, "row"); // [row]
    Tensor later = scope.range(targets.dim(0)).greater(0); // [row]
    Tensor ignored =
        targets.equal(2).and(later).where(targets.multiply(0).add(IGNORED), targets); // [row]
    return x(scope).flatten(0, 1, "row").crossEntropy(ignored, labelSmoothing); // []
  }
}
