package org.ablate.libtorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Op;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Tensor;

/**
 * What attention is computed of. A mask becomes a bias, far below any score and still finite, which
 * costs less than choosing between scores. A row where nothing is allowed then comes out as if all
 * were, and is multiplied by zero: that holds on every device, with gradients. Where scores
 * themselves may be as low, or no numbers, they are chosen between.
 */
final class AttentionValues {
  /** Batch, head, query or key, head_dim: what the fused kernel takes. */
  private static final int FUSED_RANK = 4;

  private final Tensor node;
  private final Values values;
  private final Rounding rounding;
  private final FusedKernels fused;
  private final Transfer transfer;

  /**
   * For one value of the graph.
   *
   * @param node the last matrix product of attention, or a softmax
   */
  AttentionValues(
      Tensor node, Values values, Rounding rounding, FusedKernels fused, Transfer transfer) {
    this.node = node;
    this.values = values;
    this.rounding = rounding;
    this.fused = fused;
    this.transfer = transfer;
  }

  private Value value(Object what, Supplier<Kernel> kernel, Value... operands) {
    return values.computed(node, what, kernel, List.of(operands));
  }

  /** Softmax over the keys that a mask allows. */
  Value maskedSoftmax(Value scores, Value mask) {
    return Extremes.mayBeAmong(scoresOfNode())
        ? exactSoftmax(scores, mask)
        : multiply(softmax(add(scores, scoreBias(mask))), seesAny(mask));
  }

  /** Softmax over the keys that are not after the query. */
  Value causalSoftmax(Value scores, Dim query, Dim key) {
    Value mask = causalMask(query, key);
    return seesAlways(query, key) && !Extremes.mayBeAmong(scoresOfNode())
        ? softmax(add(scores, scoreBias(mask)))
        : maskedSoftmax(scores, mask);
  }

  private Tensor scoresOfNode() {
    return node.operands().get(0); // [..., query, key]
  }

  private Value exactSoftmax(Value scores, Value mask) {
    Value weights = softmax(allowedScores(mask, scores));
    return value("allowed weights", fused::allowedWeights, mask, weights);
  }

  /** Attention as one kernel. */
  Value attention(AttentionFusion.Match match, Function<Tensor, Value> valueOf) {
    Dim query = match.query().dim(-2);
    Dim key = match.keyTransposed().dim(-1);
    // Libtorch aligns causality with the first key instead of the last.
    boolean plainlyCausal = match.causal() && query.fits(key) && match.biases().isEmpty();
    Optional<Value> mask =
        match.causal() && !plainlyCausal
            ? Optional.of(causalMask(query, key))
            : match.mask().map(valueOf);
    Optional<Value> added = match.biases().stream().map(valueOf).reduce(this::add);
    boolean extreme = match.biases().stream().anyMatch(Extremes::mayBeAmong);
    Optional<Value> bias =
        extreme && mask.isPresent()
            ? added.map(scores -> allowedScores(mask.get(), scores))
            : Stream.concat(added.stream(), mask.map(this::scoreBias).stream()).reduce(this::add);
    int rank = match.query().rank();
    List<Value> operands = new ArrayList<>();
    operands.add(withRank(FUSED_RANK, rank, valueOf.apply(match.query())));
    operands.add(withRank(FUSED_RANK, rank, key(match, valueOf)));
    operands.add(withRank(FUSED_RANK, rank, valueOf.apply(match.value())));
    bias.map(found -> asBias(match, found)).ifPresent(operands::add);
    Value mixed =
        value(
            List.of("attention", match.scale(), plainlyCausal),
            () ->
                bias.isEmpty()
                    ? fused.attention(match.scale(), plainlyCausal)
                    : fused.biasedAttention(match.scale()),
            operands.stream().map(operand -> rounding.factor(node, operand)).toArray(Value[]::new));
    Value precise = rounding.product(node, mixed);
    Value shaped = rank == FUSED_RANK ? precise : reshaped(precise);
    Optional<Value> counted = extreme ? mask.flatMap(any -> bias).map(this::counts) : mask;
    return match.causal() && seesAlways(query, key) && !extreme
        ? shaped
        : counted.map(this::seesAny).map(seen -> multiply(shaped, seen)).orElse(shaped);
  }

  /** Whether there are never fewer keys than queries, so that each query sees one at least. */
  private static boolean seesAlways(Dim query, Dim key) {
    return key.extent().minus(query.extent()).terms().values().stream().allMatch(c -> c > 0);
  }

  /** The key, [..., key, head_dim]. */
  private Value key(AttentionFusion.Match match, Function<Tensor, Value> valueOf) {
    Tensor transposed = match.keyTransposed(); // [..., head_dim, key]
    int rank = transposed.rank();
    List<Integer> exchanged = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(exchanged, rank - 2, rank - 1);
    return transposed.op().equals(new Op.Transpose(exchanged))
        ? valueOf.apply(transposed.operands().get(0))
        : value("exchange", () -> Kernels.exchange(-2, -1), valueOf.apply(transposed));
  }

  /** A bias with two or four axes, as the fused kernel takes it. */
  private Value asBias(AttentionFusion.Match match, Value bias) {
    int ofCausalMask = match.causal() ? 2 : 0;
    int rank =
        Stream.concat(match.biases().stream(), match.mask().stream())
            .mapToInt(Tensor::rank)
            .reduce(ofCausalMask, Math::max);
    return withRank(rank <= 2 ? 2 : FUSED_RANK, rank, bias);
  }

  private Value withRank(int wanted, int rank, Value value) {
    return wanted == rank
        ? value
        : value(
            List.of("prepend", wanted, rank),
            () -> FusedKernels.prepend(wanted - rank, rank),
            value);
  }

  private Value reshaped(Value mixed) {
    List<Polynomial> extents = node.shape().dims().stream().map(Dim::extent).toList();
    return value(List.of("reshape", extents), () -> Kernels.reshape(node.shape()), mixed);
  }

  private Value causalMask(Dim query, Dim key) {
    return value(
        List.of("causal mask", query.extent(), key.extent()),
        () -> FusedKernels.causalMask(query.extent(), key.extent(), transfer));
  }

  private Value scoreBias(Value mask) {
    return value("score bias", fused::scoreBias, mask);
  }

  private Value allowedScores(Value mask, Value scores) {
    return value("allowed scores", fused::allowedScores, mask, scores);
  }

  private Value counts(Value scores) {
    return value("counts", fused::counts, scores);
  }

  private Value seesAny(Value mask) {
    return value("sees any", fused::seesAny, mask);
  }

  private Value softmax(Value scores) {
    return value(new Op.Softmax(-1), () -> Kernels.softmax(-1), scores);
  }

  private Value add(Value left, Value right) {
    return elementWise(Op.Binary.Function.ADD, left, right);
  }

  private Value multiply(Value left, Value right) {
    return elementWise(Op.Binary.Function.MULTIPLY, left, right);
  }

  private Value elementWise(Op.Binary.Function function, Value left, Value right) {
    return value(new Op.Binary(function), () -> Kernels.binary(function), left, right);
  }
}
