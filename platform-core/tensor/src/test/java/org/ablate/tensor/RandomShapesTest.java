package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Operators on random shapes, against a second way to compute the same. */
class RandomShapesTest {
  private static final int ROUNDS = 20;

  /** The second way adds in another order. */
  private static final double ROUNDING = 1e-12;

  private SplittableRandom random;

  @RepeatedTest(ROUNDS)
  void stretching_before_an_operator_is_stretching_in_it(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 4);
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(stretchable(shape)));
              Tensor y = scope.input("y", DataType.FLOAT, dims(stretchable(shape)));
              Shape common = x.shape().broadcast(y.shape());
              Tensor stretched = x.broadcastTo(common).subtract(y.broadcastTo(common));
              return Map.of("implicit", x.subtract(y), "explicit", stretched);
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("explicit"), outputs.get("implicit"));
  }

  @RepeatedTest(ROUNDS)
  void a_matrix_product_is_a_sum_of_stretched_products(RepetitionInfo round) {
    seed(round);
    Dim[] stack = dims(shape(0, 2));
    Dim m = dim("m");
    Dim k = dim("k");
    Dim n = dim("n");
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, append(stack, m, k)); // [..., m, k]
              Tensor y = scope.input("y", DataType.FLOAT, append(stack, k, n)); // [..., k, n]
              Tensor products = x.unsqueeze(-1).multiply(y.unsqueeze(-3)); // [..., m, k, n]
              return Map.of("matmul", x.matmul(y), "sum", products.sum(-2).squeeze(-2));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("sum"), outputs.get("matmul"));
  }

  @RepeatedTest(ROUNDS)
  void stacks_of_matrices_stretch(RepetitionInfo round) {
    seed(round);
    Dim batch = dim("batch");
    Dim head = dim("head");
    Graph graph =
        graph(
            scope -> {
              Tensor x =
                  scope.input("x", DataType.FLOAT, batch, Dim.one(), dim("m"), Dim.of("k", 3));
              Tensor y = scope.input("y", DataType.FLOAT, head, Dim.of("k", 3), dim("n"));
              Tensor left = x.broadcastTo(x.shape().with(1, head)); // [batch, head, m, k]
              Tensor right = y.broadcastTo(y.shape().with(0, batch, head)); // [batch, head, k, n]
              return Map.of("implicit", x.matmul(y), "explicit", left.matmul(right));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("explicit"), outputs.get("implicit"));
  }

  @RepeatedTest(ROUNDS)
  void reducing_several_axes_is_reducing_one_after_the_other(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(2, 4);
    int first = random.nextInt(shape.rank());
    int second = random.nextInt(shape.rank()) - shape.rank();
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              return Map.of(
                  "sum", x.sum(first, second),
                  "sums", shape.position(second) == first ? x.sum(first) : x.sum(first).sum(second),
                  "max", x.max(first, second),
                  "maxima", x.max(first).max(second));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("sums"), outputs.get("sum"));
    assertSame(outputs.get("maxima"), outputs.get("max"));
  }

  @RepeatedTest(ROUNDS)
  void softmax_is_an_exponential_over_the_sum_of_all(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 4);
    int axis = random.nextInt(-shape.rank(), shape.rank());
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              return Map.of(
                  "softmax", x.softmax(axis),
                  "quotient", x.exp().divide(x.exp().sum(axis)),
                  "log", x.logSoftmax(axis).exp());
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("quotient"), outputs.get("softmax"));
    assertSame(outputs.get("quotient"), outputs.get("log"));
  }

  @RepeatedTest(ROUNDS)
  void a_cumulative_sum_is_a_product_with_a_triangle(RepetitionInfo round) {
    seed(round);
    Dim row = dim("row");
    Dim n = dim("n");
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, row, n); // [row, n]
              Tensor square = x.transpose(0, 1).matmul(x); // [n, n]
              Tensor triangle = square.causalMask().toFloat().transpose(0, 1); // [n, n]
              return Map.of("scan", x.cumulativeSum(-1), "product", x.matmul(triangle));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("product"), outputs.get("scan"));
  }

  @RepeatedTest(ROUNDS)
  void a_cumulative_sum_from_the_end_is_what_the_one_from_the_start_leaves(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 4);
    int axis = random.nextInt(shape.rank());
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              Tensor before = x.cumulativeSum(axis).subtract(x); // as x
              Tensor fromEnd = x.flip(axis).cumulativeSum(axis).flip(axis); // as x
              return Map.of("left", x.sum(axis).subtract(before), "from end", fromEnd);
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("left"), outputs.get("from end"));
  }

  @RepeatedTest(ROUNDS)
  void permuting_back_is_the_identity(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 4);
    int[] order = shuffled(shape.rank());
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              return Map.of("x", x, "back", x.permute(order).permute(back));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("x"), outputs.get("back"));
  }

  @RepeatedTest(ROUNDS)
  void the_parts_of_an_axis_join_to_the_whole(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 4);
    int axis = random.nextInt(shape.rank());
    long size = shape.dim(axis).size();
    long cut = random.nextLong(size + 1);
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              Tensor joined =
                  Tensor.concat(axis, x.slice(axis, 0, cut), x.slice(axis, cut, size)); // as x
              return Map.of("x", x, "joined", joined);
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("x"), outputs.get("joined"));
  }

  @RepeatedTest(ROUNDS)
  void the_largest_is_the_one_at_the_index_of_the_largest(RepetitionInfo round) {
    seed(round);
    Shape shape = shape(1, 3);
    int axis = random.nextInt(shape.rank());
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, dims(shape));
              return Map.of(
                  "max", x.max(axis),
                  "arg_max", x.gather(axis, x.argMax(axis).unsqueeze(axis)),
                  "top", x.gather(axis, x.topK(1, axis)));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("max"), outputs.get("arg_max"));
    assertSame(outputs.get("max"), outputs.get("top"));
  }

  @RepeatedTest(ROUNDS)
  void all_of_the_largest_are_the_elements_in_order(RepetitionInfo round) {
    seed(round);
    Dim n = dim("n");
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, n); // [n]
              Tensor order = x.topK(n, 0); // [top]
              return Map.of("x", x, "sorted", x.take(order));
            });
    Map<String, Array> outputs = run(graph);
    double[] ascending =
        Arrays.stream(outputs.get("x").toDoubles()).map(v -> -v).sorted().toArray();
    double[] expected = Arrays.stream(ascending).map(v -> -v).toArray();
    assertArrayEquals(expected, outputs.get("sorted").toDoubles());
  }

  @RepeatedTest(ROUNDS)
  void taking_rows_is_a_product_with_their_indicators(RepetitionInfo round) {
    seed(round);
    Dim row = dim("row");
    Dim width = dim("width");
    Graph graph =
        graph(
            scope -> {
              Tensor table = scope.input("table", DataType.FLOAT, row, width); // [row, width]
              Tensor scores = scope.input("x", DataType.FLOAT, dim("a"), dim("b"), row);
              Tensor indices = scores.argMax(-1); // [a, b]
              Tensor indicators =
                  indices.unsqueeze(-1).equal(scope.range(row)).toFloat(); // [a, b, row]
              return Map.of("taken", table.take(indices), "product", indicators.matmul(table));
            });
    Map<String, Array> outputs = run(graph);
    assertSame(outputs.get("product"), outputs.get("taken"));
  }

  @RepeatedTest(ROUNDS)
  void known_and_symbolic_sizes_give_the_same_numbers(RepetitionInfo round) {
    seed(round);
    Dim query = dim("query");
    Dim key = dim("key");
    Dim width = dim("width");
    Graph known = attention(query, key, width);
    Graph symbolic = attention(Dim.symbolic("query"), Dim.symbolic("key"), width);
    Map<String, Array> inputs = inputs(known);
    assertSame(
        Interpreter.run(known, inputs, Map.of()).get("mixed"),
        Interpreter.run(symbolic, inputs, Map.of()).get("mixed"));
  }

  private static Graph attention(Dim query, Dim key, Dim width) {
    return graph(
        scope -> {
          Tensor q = scope.input("q", DataType.FLOAT, query, width); // [query, width]
          Tensor k = scope.input("k", DataType.FLOAT, key, width); // [key, width]
          Tensor weights = q.matmul(k.transpose(0, 1)).causalSoftmax(); // [query, key]
          return Map.of("mixed", weights.matmul(k));
        });
  }

  // ---- Random shapes and numbers

  private void seed(RepetitionInfo round) {
    random = new SplittableRandom(round.getCurrentRepetition());
  }

  private Dim dim(String name) {
    return Dim.of(name, random.nextInt(1, 5));
  }

  private Shape shape(int fewest, int most) {
    int rank = random.nextInt(fewest, most + 1);
    return new Shape(IntStream.range(0, rank).mapToObj(i -> dim("n" + i)).toList());
  }

  /** The shape with some axes of size 1, and perhaps without its first ones. */
  private Shape stretchable(Shape shape) {
    List<Dim> dims = shape.dims().subList(random.nextInt(shape.rank()), shape.rank());
    return new Shape(dims.stream().map(dim -> random.nextBoolean() ? Dim.one() : dim).toList());
  }

  private int[] shuffled(int rank) {
    int[] order = IntStream.range(0, rank).toArray();
    for (int i = rank - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static Dim[] dims(Shape shape) {
    return shape.dims().toArray(Dim[]::new);
  }

  private static Dim[] append(Dim[] dims, Dim... more) {
    Dim[] all = Arrays.copyOf(dims, dims.length + more.length);
    System.arraycopy(more, 0, all, dims.length, more.length);
    return all;
  }

  private static Graph graph(Function<Scope, Map<String, Tensor>> definition) {
    return Graph.trace(Mode.INFERENCE, definition);
  }

  private Map<String, Array> run(Graph graph) {
    return Interpreter.run(graph, inputs(graph), Map.of());
  }

  private Map<String, Array> inputs(Graph graph) {
    return graph.inputs().stream()
        .collect(Collectors.toMap(Op.Input::name, input -> normal(input.type().shape().sizes())));
  }

  private Array normal(long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Array.of(
        IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray(), shape);
  }

  private static void assertSame(Array expected, Array actual) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertEquals(expected.dataType(), actual.dataType());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), ROUNDING);
  }
}
