package org.ablate.component;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.document.Fixed;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.ablate.tensor.TensorType;

/**
 * An attention over heads that was read from an ONNX file. The file takes {@code query} [batch,
 * head, query, head_dim], {@code key} and {@code value} [batch, head, key, head_dim], and gives
 * [batch, head, query, head_dim]. Where it takes {@code mask} too, booleans [batch, head or 1,
 * query, key] that are true where a query may attend to a key, it can be causal and leave padding
 * out; where it does not, it is for encoders of sequences without padding.
 */
public record ImportedAttention(@Fixed OnnxSubgraph graph) implements Attention, ImportedComponent {
  private static final String QUERY = "query";
  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final String MASK = "mask";
  private static final int HEAD = 1;

  /** How long an axis is in a trial that the file leaves open. */
  private static final int SMALL = 4;

  private static final Map<String, String> AXES =
      Map.of(
          QUERY,
          "[batch, head, query, head_dim]",
          KEY,
          "[batch, head, key, head_dim]",
          VALUE,
          "[batch, head, key, head_dim]",
          MASK,
          "[batch, head or 1, query, key]");

  /** Checks what the file takes. */
  public ImportedAttention {
    Map<String, TensorType> inputs = graph.inputs();
    boolean known =
        inputs.keySet().containsAll(List.of(QUERY, KEY, VALUE))
            && AXES.keySet().containsAll(inputs.keySet());
    if (!known) {
      throw new IllegalArgumentException(
          "%s takes %s; an attention takes 'query', 'key' and 'value', and 'mask' where it looks at one"
              .formatted(graph.name(), List.copyOf(inputs.keySet())));
    }
    inputs.forEach((input, type) -> require(graph.name(), input, type));
  }

  private static void require(String file, String input, TensorType type) {
    DataType expected = input.equals(MASK) ? DataType.BOOLEAN : DataType.FLOAT;
    if (type.dataType() != expected || type.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "%s takes '%s' as %s; it must be %s %s"
              .formatted(file, input, described(type), expected, AXES.get(input)));
    }
  }

  private static String described(TensorType type) {
    return type.dataType() + " " + type.shape();
  }

  private boolean isMasked() {
    return graph.inputs().containsKey(MASK);
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Map<String, Tensor> given = new TreeMap<>(Map.of(QUERY, query, KEY, key, VALUE, value));
    if (!isMasked()) {
      requireAllMayBeSeen(scope, query, key, bias);
      return graph.apply(scope, given).reshape(query.shape()); // [batch, head, query, head_dim]
    }
    Tensor mask = mask(scope, query, key, bias); // [batch, head or 1, query, key]
    given.put(MASK, mask);
    Tensor mixed = graph.apply(scope, given).reshape(query.shape()); // [b, h, query, hd]
    Tensor sees = mask.toFloat().max(-1).greater(0); // [batch, head or 1, query, 1]
    return sees.where(mixed, 0); // [batch, head, query, head_dim]
  }

  private void requireAllMayBeSeen(Scope scope, Tensor query, Tensor key, AttentionBias bias) {
    if (bias.mask(scores(scope, query, key)).isPresent()) {
      throw new IllegalArgumentException(
          "%s takes no 'mask', so that it cannot leave out what may not be attended to, such as padding"
              .formatted(graph.name()));
    }
  }

  private static Tensor scores(Scope scope, Tensor query, Tensor key) {
    return scope.zeros(Shape.of(query.dim(-2), key.dim(-2))); // [query, key]
  }

  private Tensor mask(Scope scope, Tensor query, Tensor key, AttentionBias bias) {
    Dim heads = graph.inputs().get(MASK).shape().dim(HEAD);
    boolean isOfAllHeads = heads.isKnown() && heads.size() == 1;
    Shape whole =
        Shape.of(
            query.dim(0), isOfAllHeads ? Dim.one() : query.dim(HEAD), query.dim(-2), key.dim(-2));
    Tensor plain = scores(scope, query, key); // [query, key]
    Optional<Tensor> mask = bias.mask(plain); // [..., query, key]
    return mask.orElseGet(() -> plain.equal(0))
        .broadcastTo(whole); // [batch, head or 1, query, key]
  }

  /**
   * By how much the last key and its value change what the queries before it get, from which a
   * causal mask hides them: zero where the file honours its mask. Empty where it takes none.
   */
  public Optional<Double> largestLeak(long seed) {
    if (!isMasked()) {
      return Optional.empty();
    }
    Dim[] axes = smallAxes();
    Graph causal =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor query = scope.input(QUERY, DataType.FLOAT, axes); // [b, h, query, hd]
              Tensor key = scope.input(KEY, DataType.FLOAT, axes); // [b, h, key, hd]
              Tensor value = scope.input(VALUE, DataType.FLOAT, axes); // [b, h, key, hd]
              Tensor mixed =
                  attend(scope, query, key, value, AttentionBias.of(true, Padding.none()));
              return Map.of(
                  "mixed", mixed.slice(-2, 0, mixed.size(-2) - 1)); // [b, h, query - 1, hd]
            });
    SplittableRandom random = new SplittableRandom(seed);
    long[] sizes = Shape.of(axes).sizes();
    Map<String, Array> given = new TreeMap<>();
    Stream.of(QUERY, KEY, VALUE).forEach(input -> given.put(input, random(sizes, random)));
    Array before = Interpreter.run(causal, given, Map.of()).get("mixed");
    Stream.of(KEY, VALUE)
        .forEach(input -> given.compute(input, (name, same) -> withOtherLast(same, random)));
    Array after = Interpreter.run(causal, given, Map.of()).get("mixed");
    return Optional.of(
        IntStream.range(0, before.size())
            .mapToDouble(i -> Math.abs(before.at(i) - after.at(i)))
            .max()
            .orElseThrow());
  }

  /** Those of the file where it states them. */
  private Dim[] smallAxes() {
    List<Dim> stated = graph.inputs().get(QUERY).shape().dims();
    return stated.stream()
        .map(dim -> dim.isKnown() ? dim : Dim.of(dim.name(), SMALL))
        .toArray(Dim[]::new);
  }

  private static Array random(long[] sizes, SplittableRandom random) {
    int count = Array.elements(sizes);
    return Array.of(random.doubles(count, -1, 1).toArray(), sizes);
  }

  /** The same but for the last place on the axis before the last. */
  private static Array withOtherLast(Array same, SplittableRandom random) {
    double[] numbers = same.toDoubles();
    long length = same.shape()[2];
    long headDim = same.shape()[3];
    for (int i = 0; i < numbers.length; i++) {
      if (i / headDim % length == length - 1) {
        numbers[i] = random.nextDouble(-1, 1);
      }
    }
    return Array.of(numbers, same.shape());
  }

  @Override
  public Set<Capability> capabilities() {
    EnumSet<Capability> all =
        EnumSet.of(Capability.BIDIRECTIONAL, Capability.CROSS, Capability.ROTATION);
    if (isMasked()) {
      all.add(Capability.CAUSAL);
      all.add(Capability.INCREMENTAL);
    }
    return all;
  }

  /** What the file computes need be no weights of keys. */
  @Override
  public boolean weightsAreDistribution() {
    return false;
  }
}
