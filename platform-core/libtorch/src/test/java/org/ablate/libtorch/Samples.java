package org.ablate.libtorch;

import static org.ablate.libtorch.Sample.A;
import static org.ablate.libtorch.Sample.B;
import static org.ablate.libtorch.Sample.C;
import static org.ablate.libtorch.Sample.FOUR;
import static org.ablate.libtorch.Sample.THREE;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** Small computations that together use every operator and every composite. */
final class Samples {
  private Samples() {}

  static Stream<Sample> all() {
    return Stream.of(
            sources(),
            elementWise(),
            whole(),
            selection(),
            recurrences(),
            composites(),
            attention())
        .flatMap(List::stream);
  }

  private static Tensor floats(Scope scope, String name, Dim... dims) {
    return scope.input(name, DataType.FLOAT, dims); // [dims...]
  }

  private static Tensor integers(Scope scope, String name, Dim... dims) {
    return scope.input(name, DataType.INTEGER, dims); // [dims...]
  }

  private static Tensor booleans(Scope scope, String name, Dim... dims) {
    return scope.input(name, DataType.BOOLEAN, dims); // [dims...]
  }

  private static List<Sample> sources() {
    return List.of(
        Sample.of("input", s -> floats(s, "x", A, THREE)),
        Sample.of("constant", s -> floats(s, "x", A, THREE).add(table(s))),
        Sample.of(
            "range",
            s ->
                floats(s, "x", A, B)
                    .multiply(s.range(B).toFloat())
                    .add(s.range(A).toFloat().unsqueeze(-1))),
        Sample.of(
            "extent",
            s ->
                floats(s, "x", A, B)
                    .multiply(s.extent(new Dim("ab", A.extent().times(B.extent()))).toFloat())));
  }

  private static Tensor table(Scope scope) {
    return scope.constant(new double[] {1, -2, 0.25}, THREE); // [three]
  }

  private static Sample unary(String name, UnaryOperator<Tensor> function) {
    return Sample.of(name, s -> function.apply(floats(s, "x", A, B)));
  }

  private static Sample binary(String name, BinaryOperator<Tensor> function) {
    return Sample.of(
        name, s -> function.apply(floats(s, "x", A, B, C), floats(s, "y", B, Dim.one())));
  }

  private static Sample onIntegers(String name, BinaryOperator<Tensor> function) {
    return Sample.of(
        name + " on integers", s -> function.apply(integers(s, "x", A, B), integers(s, "y", B)));
  }

  private static List<Sample> elementWise() {
    return List.of(
        unary("negate", Tensor::negate),
        unary("abs", Tensor::abs),
        unary("exp", Tensor::exp),
        unary("log", Tensor::log).onPositive(),
        unary("sqrt", Tensor::sqrt).onPositive(),
        unary("rsqrt", Tensor::rsqrt).onPositive(),
        unary("reciprocal", Tensor::reciprocal).onPositive(),
        unary("sin", Tensor::sin),
        unary("cos", Tensor::cos),
        unary("tanh", Tensor::tanh),
        unary("sigmoid", Tensor::sigmoid),
        unary("erf", Tensor::erf),
        unary("relu", Tensor::relu),
        unary("floor", Tensor::floor),
        unary("sign", Tensor::sign),
        unary("square", Tensor::square),
        Sample.of("negate on integers", s -> integers(s, "x", A).negate()),
        Sample.of("abs on integers", s -> integers(s, "x", A).subtract(2).abs()),
        binary("add", Tensor::add),
        binary("subtract", Tensor::subtract),
        binary("multiply", Tensor::multiply),
        binary("divide", Tensor::divide).onPositive(),
        binary("power", Tensor::power).onPositive(),
        binary("maximum", Tensor::maximum),
        binary("minimum", Tensor::minimum),
        binary("remainder", Tensor::remainder),
        onIntegers("add", Tensor::add),
        onIntegers("subtract", Tensor::subtract),
        onIntegers("multiply", Tensor::multiply),
        onIntegers("maximum", Tensor::maximum),
        onIntegers("minimum", Tensor::minimum),
        onIntegers("remainder", (x, y) -> x.subtract(2).remainder(y.add(1))),
        unary("add a number", x -> x.add(0.7)),
        unary("subtract a number", x -> x.subtract(0.7)),
        unary("multiply by a number", x -> x.multiply(0.7)),
        unary("divide by a number", x -> x.divide(0.7)),
        unary("power of a number", x -> x.power(1.7)).onPositive(),
        unary("cube", x -> x.power(3)),
        unary("maximum with a number", x -> x.maximum(0.7)),
        unary("minimum with a number", x -> x.minimum(0.7)),
        unary("remainder by a number", x -> x.remainder(0.7)),
        unary("remainder by a negative number", x -> x.remainder(-0.7)),
        Sample.of("number first", s -> number(s, 0.7).add(floats(s, "x", A, B))),
        Sample.of("number times", s -> number(s, 0.7).multiply(floats(s, "x", A, B))),
        Sample.of("number less", s -> number(s, 0.7).subtract(floats(s, "x", A, B))),
        Sample.of("number over", s -> number(s, 0.7).divide(floats(s, "x", A, B))).onPositive(),
        Sample.of("number to the power", s -> number(s, 0.7).power(floats(s, "x", A, B))),
        Sample.of("two numbers", s -> floats(s, "x", A, B).add(number(s, 0.7).add(number(s, 2)))),
        binary("equal", Tensor::equal),
        binary("not equal", Tensor::notEqual),
        binary("less", Tensor::less),
        binary("less or equal", Tensor::lessOrEqual),
        binary("greater", Tensor::greater),
        binary("greater or equal", Tensor::greaterOrEqual),
        onIntegers("equal", Tensor::equal),
        onIntegers("less", Tensor::less),
        Sample.of("equal to a number", s -> integers(s, "x", A, B).equal(1)),
        Sample.of("not equal to a number", s -> integers(s, "x", A, B).notEqual(1)),
        Sample.of("less than a number", s -> integers(s, "x", A, B).less(1)),
        Sample.of("not above a number", s -> integers(s, "x", A, B).lessOrEqual(1)),
        Sample.of("greater than a number", s -> integers(s, "x", A, B).greater(1)),
        Sample.of("not below a number", s -> integers(s, "x", A, B).greaterOrEqual(1)),
        Sample.of("and", s -> booleans(s, "x", A, B).and(booleans(s, "y", B))),
        Sample.of("or", s -> booleans(s, "x", A, B).or(booleans(s, "y", B))),
        Sample.of("not", s -> booleans(s, "x", A, B).not()),
        Sample.of(
            "where", s -> booleans(s, "if", A, B).where(floats(s, "x", A, B), floats(s, "y", B))),
        Sample.of("where a number", s -> booleans(s, "if", A, B).where(floats(s, "x", B), 0.7)),
        Sample.of("where on truths", s -> booleans(s, "if", A).where(booleans(s, "x", A), 1)),
        Sample.of("where on integers", s -> booleans(s, "if", A).where(integers(s, "x", A), -1)),
        Sample.of("float to integer", s -> floats(s, "x", A, B).toInteger()),
        Sample.of("integer to float", s -> integers(s, "x", A, B).toFloat()),
        Sample.of("boolean to float", s -> booleans(s, "x", A, B).toFloat()),
        Sample.of("boolean to integer", s -> booleans(s, "x", A, B).toInteger()),
        Sample.of("detach", s -> floats(s, "x", A, B).multiply(floats(s, "y", A, B).detach())));
  }

  private static Tensor number(Scope scope, double value) {
    return scope.constant(new double[] {value}); // []
  }

  private static List<Sample> whole() {
    return List.of(
        Sample.of("matmul", s -> floats(s, "x", A, B).matmul(floats(s, "y", B, C))),
        Sample.of("matmul of many", s -> floats(s, "x", A, B, C).matmul(floats(s, "y", C, THREE))),
        Sample.of(
            "sum of each and each, on their side",
            s ->
                floats(s, "x", A, B, C)
                    .transpose(1, 2)
                    .unsqueeze(2)
                    .add(floats(s, "y", A, B, THREE).transpose(1, 2).unsqueeze(1))),
        Sample.of(
            "matmul of many by one",
            s -> floats(s, "x", A, B, C).matmul(floats(s, "y", Dim.one(), C, THREE))),
        Sample.of(
            "matmul of many by one of some",
            s -> floats(s, "x", A, THREE, B, A, C).matmul(floats(s, "y", THREE, Dim.one(), C, B))),
        Sample.of(
            "matmul of many on their side by one",
            s ->
                floats(s, "x", A, C, B)
                    .transpose(1, 2)
                    .matmul(floats(s, "y", Dim.one(), C, THREE))),
        Sample.of(
            "matmul that broadcasts",
            s -> floats(s, "x", A, Dim.one(), B, C).matmul(floats(s, "y", THREE, C, B))),
        unary("sum", x -> x.sum(-1)),
        unary("sum of all", x -> x.sum(0, 1)),
        Sample.of("sum on integers", s -> integers(s, "x", A, B).sum(0)),
        unary("mean", x -> x.mean(0)),
        unary("mean of all", x -> x.mean(-1, 0)),
        unary("max", x -> x.max(-1)),
        Sample.of("max on integers", s -> integers(s, "x", A, B).max(0)),
        Sample.of("max of nothing", s -> floats(s, "x", A, FOUR).slice(1, 2, 2).max(1).less(-1e30)),
        Sample.of("max of no integer", s -> integers(s, "x", A, FOUR).slice(1, 2, 2).max(1)),
        unary("softmax", x -> x.softmax(-1)),
        unary("softmax along the first axis", x -> x.softmax(0)),
        unary("log softmax", x -> x.logSoftmax(-1)),
        unary("cumulative sum", x -> x.cumulativeSum(0)),
        Sample.of("cumulative sum on integers", s -> integers(s, "x", A, B).cumulativeSum(-1)),
        unary("arg max", x -> x.argMax(0)),
        Sample.of("arg max of equals", s -> integers(s, "x", A, FOUR).toFloat().argMax(-1)),
        Sample.of("arg max of zeros of both signs", s -> zerosOfBothSigns(s).argMax(-1)),
        Sample.of("order of zeros of both signs", s -> zerosOfBothSigns(s).topK(3, -1)),
        Sample.of("top", s -> floats(s, "x", A, FOUR).topK(2, -1)),
        Sample.of("top of equals", s -> integers(s, "x", FOUR, A).toFloat().topK(3, 0)),
        Sample.of("order", s -> floats(s, "x", A, B).topK(B.renamed("rank"), -1)));
  }

  private static Tensor zerosOfBothSigns(Scope scope) {
    return scope.constant(new double[] {-0.0, 0, -0.0}, THREE); // [three]
  }

  private static List<Sample> selection() {
    return List.of(
        Sample.of("take", s -> floats(s, "table", THREE, B).take(integers(s, "at", A, C))),
        Sample.of("take numbers", s -> floats(s, "table", THREE).take(integers(s, "at", A, C))),
        Sample.of("take matrices", s -> floats(s, "table", THREE, A, B).take(integers(s, "at", C))),
        Sample.of("take integers", s -> integers(s, "table", THREE, B).take(integers(s, "at", A))),
        Sample.of("gather", s -> floats(s, "x", A, THREE).gather(-1, integers(s, "at", A, C))),
        Sample.of("reshape", s -> floats(s, "x", A, B, FOUR).flatten(0, 1, "ab")),
        Sample.of("rename", s -> floats(s, "x", A, B).rename(0, "other").multiply(2)),
        Sample.of(
            "reshape of a transposed",
            s -> floats(s, "x", A, B, FOUR).transpose(0, 1).flatten(1, 2, "a4")),
        Sample.of(
            "unflatten",
            s -> floats(s, "x", A, FOUR).unflatten(1, Dim.of("two", 2), Dim.of("pair", 2))),
        unary("transpose", x -> x.transpose(0, 1)),
        unary("flip", x -> x.flip(0)),
        Sample.of("flip on integers", s -> integers(s, "x", A, B).flip(-1)),
        Sample.of("flip on booleans", s -> booleans(s, "x", A, B).flip(1)),
        unary("cumulative sum from the end", x -> x.flip(-1).cumulativeSum(-1).flip(-1)),
        Sample.of("permute", s -> floats(s, "x", A, B, C).permute(2, 0, 1)),
        Sample.of(
            "broadcast",
            s -> {
              Tensor wide =
                  floats(s, "x", B, Dim.one()).broadcastTo(Shape.of(A, B, C)); // [a, b, c]
              return wide.add(floats(s, "y", A, Dim.one(), C)); // [a, b, c]
            }),
        Sample.of("slice", s -> floats(s, "x", A, FOUR).slice(-1, 1, 3)),
        Sample.of(
            "slice from a place that sizes decide",
            s ->
                Tensor.concat(0, floats(s, "x", A, B), floats(s, "y", C, B))
                    .slice(0, A.extent(), C)),
        Sample.of("select", s -> floats(s, "x", A, FOUR).select(-1, 2)),
        Sample.of(
            "concat", s -> Tensor.concat(1, floats(s, "x", A, B, C), floats(s, "y", A, FOUR, C))),
        Sample.of("stack", s -> Tensor.stack("two", floats(s, "x", A, B), floats(s, "y", A, B))),
        Sample.of(
            "the same computed twice",
            s -> {
              Tensor x = floats(s, "x", A, B); // [a, b]
              return x.exp().add(x.add(1)).multiply(x.exp().add(x.add(1))); // [a, b]
            }));
  }

  private static List<Sample> recurrences() {
    return List.of(
        Sample.of(
            "states of a recurrent network",
            s -> {
              Tensor weight = floats(s, "w", THREE, THREE); // [three, three]
              return floats(s, "x", A, B, THREE)
                  .scan(
                      1,
                      floats(s, "start", A, THREE),
                      (state, entry) -> state.matmul(weight).add(entry).tanh()); // [a, b, three]
            }),
        Sample.of("last state and what is given", s -> sum(decayed(s))),
        Sample.of("last state alone", s -> decayed(s).last().get(0)),
        Sample.of("what is given alone", s -> decayed(s).stacked().get(0)),
        Sample.of("what does not change", Samples::unchanged),
        Sample.of(
            "recurrence in a recurrence",
            s -> {
              Tensor kept = floats(s, "kept"); // []
              return floats(s, "x", A, B, C)
                  .scan(
                      1,
                      floats(s, "start", A),
                      (outer, row) ->
                          row.scan(1, outer, (inner, x) -> inner.multiply(kept).add(x.silu()))
                              .sum(1)
                              .squeeze(1)); // [a, b]
            }),
        Sample.of(
            "causal attention in a recurrence",
            s ->
                floats(s, "x", A, B, THREE)
                    .scan(
                        0,
                        floats(s, "start", B, THREE),
                        (state, x) ->
                            x.matmul(state.transpose(0, 1))
                                .causalSoftmax()
                                .matmul(x)))); // [a, b, 3]
  }

  /** Two states, two sequences of different ranks, and a value of each step. */
  private static Recurrence decayed(Scope s) {
    Tensor x = floats(s, "x", A, B, THREE); // [a, b, three]
    Tensor decay = floats(s, "decay", A, B); // [a, b]
    return Recurrence.along(
        1,
        List.of(x, decay),
        List.of(floats(s, "first", A, THREE), floats(s, "second", A)),
        (states, entries) -> {
          Tensor kept = entries.get(1).tanh(); // [a]
          Tensor sum = states.get(0).multiply(kept.unsqueeze(-1)).add(entries.get(0)); // [a, three]
          Tensor count = states.get(1).multiply(kept).add(1); // [a]
          return new Recurrence.Result(
              List.of(sum, count), List.of(sum.sum(-1).squeeze(-1).multiply(count)));
        });
  }

  private static Tensor sum(Recurrence recurrence) {
    Tensor lasts =
        recurrence.last().get(0).sum(-1).add(recurrence.last().get(1).unsqueeze(-1)); // [a, 1]
    return recurrence.stacked().get(0).add(lasts); // [a, b]
  }

  /** A state and what is given are what the step was given itself. */
  private static Tensor unchanged(Scope s) {
    Tensor start = floats(s, "start", A); // [a]
    Recurrence recurrence =
        Recurrence.along(
            1,
            List.of(floats(s, "x", A, B)),
            List.of(start),
            (states, entries) ->
                new Recurrence.Result(states, List.of(states.get(0), entries.get(0), start)));
    return recurrence.stacked().stream()
        .reduce(Tensor::add)
        .orElseThrow()
        .add(recurrence.last().get(0).unsqueeze(-1)); // [a, b]
  }

  static List<Sample> composites() {
    return List.of(
        Sample.of(
            "linear",
            s ->
                floats(s, "x", A, THREE).linear(floats(s, "w", THREE, FOUR), floats(s, "b", FOUR))),
        Sample.of(
            "linear of many",
            s ->
                floats(s, "x", A, B, THREE)
                    .linear(floats(s, "w", THREE, FOUR), floats(s, "b", FOUR))),
        Sample.of(
            "linear of many that are empty",
            s ->
                floats(s, "x", A, B, FOUR)
                    .slice(2, 1, 1)
                    .linear(floats(s, "w", Dim.of("none", 0), THREE), floats(s, "b", THREE))),
        Sample.of(
            "layer norm",
            s ->
                floats(s, "x", A, B, FOUR)
                    .layerNorm(floats(s, "g", FOUR), floats(s, "b", FOUR), 1e-2)),
        Sample.of(
            "layer norm with one gain",
            s ->
                floats(s, "x", A, FOUR)
                    .layerNorm(floats(s, "g", Dim.one()), floats(s, "b", A, FOUR), 1e-2)),
        Sample.of(
            "rms norm with gains for rows",
            s -> floats(s, "x", A, FOUR).rmsNorm(floats(s, "g", A, Dim.one()), 1e-2)),
        Sample.of(
            "linear with a weight for each",
            s ->
                floats(s, "x", A, B, THREE)
                    .linear(floats(s, "w", A, THREE, FOUR), floats(s, "b", Dim.one(), FOUR))),
        Sample.of("rms norm", s -> floats(s, "x", A, B, FOUR).rmsNorm(floats(s, "g", FOUR), 1e-2)),
        unary("gelu", Tensor::gelu),
        unary("gelu tanh", Tensor::geluTanh),
        unary("silu", Tensor::silu),
        unary("softplus", Tensor::softplus),
        unary("softplus far out", x -> x.multiply(30).softplus()),
        Sample.of(
            "masked softmax", s -> floats(s, "x", A, B, C).softmax(booleans(s, "mask", B, C))),
        Sample.of("causal softmax", s -> floats(s, "x", A, B, C).causalSoftmax()),
        Sample.of(
            "cross entropy", s -> floats(s, "x", A, THREE).crossEntropy(integers(s, "at", A), 0)),
        Sample.of(
            "cross entropy with smoothing",
            s -> floats(s, "x", A, THREE).crossEntropy(integers(s, "at", A), 0.1)),
        Sample.of(
            "cross entropy of some",
            s -> {
              Tensor target = integers(s, "at", A); // [a]
              Tensor counts = s.range(A).notEqual(1); // [a]
              return floats(s, "x", A, THREE).crossEntropy(counts.where(target, -100), 0.1); // []
            }));
  }

  private static final Dim BATCH = A;
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim QUERY = B;
  private static final Dim KEY = C;
  private static final Dim HEAD_DIM = Dim.of("head_dim", 4);

  private static Tensor query(Scope s) {
    return floats(s, "query", BATCH, HEAD, QUERY, HEAD_DIM); // [batch, head, query, head_dim]
  }

  private static Tensor key(Scope s) {
    return floats(s, "key", BATCH, HEAD, KEY, HEAD_DIM); // [batch, head, key, head_dim]
  }

  private static Tensor value(Scope s) {
    return floats(s, "value", BATCH, HEAD, KEY, HEAD_DIM); // [batch, head, key, head_dim]
  }

  /** A bias that forbids all keys outside of a window. */
  private static Tensor window(Scope s, Dim query, Dim key) {
    Tensor inside = booleans(s, "inside", query, key); // [query, key]
    return inside.where(number(s, 0), Double.NEGATIVE_INFINITY); // [query, key]
  }

  private static Tensor scores(Scope s) {
    return query(s).matmul(key(s).transpose(-2, -1)).multiply(0.5); // [batch, head, query, key]
  }

  static List<Sample> attention() {
    return List.of(
        Sample.of("attention", s -> scores(s).softmax(-1).matmul(value(s))),
        Sample.of(
            "attention to narrower values",
            s -> {
              Tensor v = floats(s, "value", BATCH, HEAD, KEY, THREE); // [batch, head, key, three]
              return scores(s).softmax(-1).matmul(v); // [batch, head, query, three]
            }),
        Sample.of(
            "attention that divides",
            s -> query(s).matmul(key(s).transpose(2, 3)).divide(2).softmax(3).matmul(value(s))),
        Sample.of(
            "attention with a bias",
            s -> scores(s).add(floats(s, "bias", HEAD, QUERY, KEY)).softmax(-1).matmul(value(s))),
        Sample.of(
            "attention with a bias in front",
            s -> floats(s, "bias", KEY).add(scores(s)).softmax(-1).matmul(value(s))),
        Sample.of(
            "attention with one bias for all",
            s -> scores(s).add(floats(s, "bias")).softmax(-1).matmul(value(s))),
        Sample.of(
            "causal attention with one bias for all",
            s -> scores(s).add(floats(s, "bias")).causalSoftmax().matmul(value(s))),
        Sample.of(
            "causal attention with a bias of keys",
            s -> scores(s).add(floats(s, "bias", KEY)).causalSoftmax().matmul(value(s))),
        Sample.of(
            "attention with a mask",
            s ->
                scores(s)
                    .softmax(booleans(s, "mask", BATCH, Dim.one(), Dim.one(), KEY))
                    .matmul(value(s))),
        Sample.of(
            "attention with a mask of queries",
            s -> scores(s).softmax(booleans(s, "mask", QUERY, KEY)).matmul(value(s))),
        Sample.of(
            "attention with a mask and a bias",
            s ->
                scores(s)
                    .add(floats(s, "bias", HEAD, Dim.one(), KEY))
                    .softmax(booleans(s, "mask", BATCH, Dim.one(), QUERY, KEY))
                    .matmul(value(s))),
        Sample.of(
            "attention with a mask and a bias that forbids",
            s -> {
              Tensor others = s.range(KEY).greater(0); // [key]
              Tensor mask = booleans(s, "mask", QUERY, KEY).and(others); // [query, key]
              return scores(s).add(window(s, QUERY, KEY)).softmax(mask).matmul(value(s));
            }),
        Sample.of(
            "causal attention with a bias that forbids oneself",
            s -> {
              Tensor x = floats(s, "x", BATCH, HEAD, FOUR, HEAD_DIM); // [batch, head, 4, head_dim]
              Tensor places = s.range(FOUR); // [four]
              Tensor self = places.unsqueeze(-1).equal(places); // [four, four]
              Tensor bias = self.where(number(s, Double.NEGATIVE_INFINITY), 0); // [four, four]
              Tensor scores = x.matmul(x.transpose(-2, -1)).add(bias); // [batch, head, 4, 4]
              return scores.causalSoftmax().matmul(x); // [batch, head, four, head_dim]
            }),
        Sample.of(
            "masked softmax of scores that are forbidden",
            s -> {
              Tensor scores = floats(s, "x", A, B, C).add(window(s, B, C)); // [a, b, c]
              return scores.softmax(booleans(s, "mask", B, C).and(s.range(C).greater(0)));
            }),
        Sample.of(
            "masked softmax of scores that are no numbers",
            s -> {
              Tensor odd = s.constant(new double[] {1, Double.NaN, 0}, THREE); // [three]
              Tensor mask = booleans(s, "mask", A, THREE).and(s.range(THREE).notEqual(1)); // [a, 3]
              return floats(s, "x", A, THREE).add(odd).softmax(mask); // [a, three]
            }),
        Sample.of("causal attention", s -> scores(s).causalSoftmax().matmul(value(s))),
        Sample.of(
            "causal attention to oneself",
            s -> {
              Tensor x = query(s); // [batch, head, query, head_dim]
              Tensor scores = x.matmul(x.transpose(-2, -1)); // [batch, head, query, query]
              return scores.causalSoftmax().matmul(x); // [batch, head, query, head_dim]
            }),
        Sample.of(
            "causal attention to oneself with a bias",
            s -> {
              Tensor x = query(s); // [batch, head, query, head_dim]
              Tensor scores = x.matmul(x.transpose(-2, -1)); // [batch, head, query, query]
              Tensor bias = floats(s, "bias", QUERY, QUERY); // [query, query]
              return scores.add(bias).causalSoftmax().matmul(x); // [batch, head, query, head_dim]
            }),
        Sample.of(
            "causal attention with a past",
            s -> {
              Tensor q = query(s); // [batch, head, query, head_dim]
              Tensor all = Tensor.concat(2, key(s), q); // [batch, head, key + query, head_dim]
              Tensor scores = q.matmul(all.transpose(-2, -1)); // [batch, head, query, key + query]
              return scores.causalSoftmax().matmul(all); // [batch, head, query, head_dim]
            }),
        Sample.of(
            "attention without heads",
            s -> {
              Tensor q = floats(s, "query", BATCH, QUERY, HEAD_DIM); // [batch, query, head_dim]
              Tensor k = floats(s, "key", BATCH, KEY, HEAD_DIM); // [batch, key, head_dim]
              Tensor v = floats(s, "value", BATCH, KEY, HEAD_DIM); // [batch, key, head_dim]
              Tensor mask = booleans(s, "mask", BATCH, Dim.one(), KEY); // [batch, 1, key]
              Tensor weights = q.matmul(k.transpose(-2, -1)).softmax(mask); // [batch, query, key]
              return weights.matmul(v); // [batch, query, head_dim]
            }),
        Sample.of(
            "attention of one head",
            s -> {
              Tensor q = floats(s, "query", QUERY, HEAD_DIM); // [query, head_dim]
              Tensor keyTransposed = floats(s, "key", HEAD_DIM, KEY); // [head_dim, key]
              Tensor v = floats(s, "value", KEY, HEAD_DIM); // [key, head_dim]
              return q.matmul(keyTransposed).softmax(-1).matmul(v); // [query, head_dim]
            }),
        Sample.of(
            "attention with relative keys",
            s -> {
              Tensor q = query(s); // [batch, head, query, head_dim]
              Tensor scores = q.matmul(key(s).transpose(-2, -1)); // [batch, head, query, key]
              Tensor distances = floats(s, "distances", HEAD_DIM, KEY); // [head_dim, key]
              Tensor relative = q.matmul(distances); // [batch, head, query, key]
              return scores.add(relative).softmax(-1).matmul(value(s)); // [b, h, q, head_dim]
            }),
        Sample.of("attention along queries", s -> scores(s).softmax(-2).matmul(value(s))),
        Sample.of(
            "attention with shared keys",
            s -> {
              Tensor k = floats(s, "key", BATCH, Dim.one(), KEY, HEAD_DIM); // [batch, 1, key, hd]
              Tensor v = floats(s, "value", BATCH, Dim.one(), KEY, HEAD_DIM); // [batch, 1, key, hd]
              Tensor weights = query(s).matmul(k.transpose(-2, -1)).softmax(-1); // [b, h, q, key]
              return weights.matmul(v); // [batch, head, query, head_dim]
            }));
  }
}
