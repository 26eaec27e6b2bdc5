package org.ablate.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Clipping;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.MicroBatch;
import org.ablate.libtorch.TrainingStep;
import org.ablate.libtorch.Weights;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A decoder with norms in front, learned positions and tied embeddings, in the tensor language.
 * Radford et al. (2019), §2.3.
 */
final class PlatformGpt implements AutoCloseable {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");

  private final GptSize size;
  private final Dim dModel;
  private final Graph graph;
  private final Weights weights;
  private final TrainingStep training;

  PlatformGpt(GptSize size, Libtorch libtorch, AdamW optimizer, double maximalGradientNorm) {
    this.size = size;
    this.dModel = Dim.of("d_model", size.width);
    this.graph = Graph.trace(Mode.TRAINING, s -> Map.of("loss", loss(s)));
    this.weights =
        libtorch.weights(
            initialWeights(),
            graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
    this.training =
        libtorch.trainingStep(graph, weights, optimizer, Clipping.toNorm(maximalGradientNorm));
  }

  /** What training starts from, the same at each call. */
  Map<String, Array> initialWeights() {
    return graph.initialWeights(0);
  }

  /** Takes a step, and tells the loss before it. */
  double step(long[] tokens, long[] labels, double learningRate) {
    Map<String, Array> inputs =
        Map.of(
            "tokens", Array.of(tokens, size.batch, size.length),
            "labels", Array.of(labels, size.batch, size.length));
    return training.step(List.of(new MicroBatch(inputs, 1)), learningRate).loss();
  }

  private Tensor loss(Scope s) {
    Tensor tokens = s.input("tokens", DataType.INTEGER, BATCH, POSITION); // [batch, position]
    Tensor labels = s.input("labels", DataType.INTEGER, BATCH, POSITION); // [batch, position]
    Initializer spread = new Initializer.Normal(0.02);
    Dim token = Dim.of("token", GptSize.VOCABULARY);
    Dim place = Dim.of("place", size.length);
    Tensor table = s.parameter("tokens.weight", spread, token, dModel); // [token, d_model]
    Tensor places = s.parameter("places.weight", spread, place, dModel); // [place, d_model]
    Tensor x = table.take(tokens).add(places.take(s.range(POSITION))); // [b, position, d_model]
    for (int layer = 0; layer < size.layers; layer++) {
      Tensor in = x; // [batch, position, d_model]
      x = s.in("layer." + layer, inner -> block(inner, in)); // [batch, position, d_model]
    }
    Tensor logits = norm(s, "norm", x).matmul(table.transpose(0, 1)); // [batch, position, token]
    return logits.flatten(0, 1, "label").crossEntropy(labels.flatten(0, 1, "label"), 0); // []
  }

  private Tensor block(Scope s, Tensor x) {
    Tensor attended = x.add(attention(s, norm(s, "norm_1", x))); // [batch, position, d_model]
    Dim hidden = Dim.of("hidden", size.hidden());
    Tensor up = s.linear("up", norm(s, "norm_2", attended), hidden).gelu(); // [b, p, hidden]
    return attended.add(s.linear("down", up, dModel)); // [batch, position, d_model]
  }

  private Tensor norm(Scope s, String name, Tensor x) {
    return s.in(
        name,
        inner -> {
          Tensor gain = inner.parameter("weight", Initializer.ONES, dModel); // [d_model]
          Tensor bias = inner.parameter("bias", Initializer.ZEROS, dModel); // [d_model]
          return x.layerNorm(gain, bias, GptSize.EPSILON); // [batch, position, d_model]
        });
  }

  private Tensor attention(Scope s, Tensor x) {
    Tensor query = heads(s, "query", x); // [batch, head, position, head_dim]
    Tensor key = heads(s, "key", x); // [batch, head, position, head_dim]
    Tensor value = heads(s, "value", x); // [batch, head, position, head_dim]
    Tensor scores =
        query.matmul(key.transpose(-2, -1)).divide(Math.sqrt(size.headDim())); // [b, h, query, key]
    Tensor mixed = scores.causalSoftmax().matmul(value); // [batch, head, position, head_dim]
    Tensor merged = mixed.transpose(1, 2).flatten(2, 3, "d_model"); // [batch, position, d_model]
    return s.linear("out", merged, dModel); // [batch, position, d_model]
  }

  private Tensor heads(Scope s, String name, Tensor x) {
    Dim head = Dim.of("head", size.heads);
    Dim headDim = Dim.of("head_dim", size.headDim());
    Tensor split = s.linear(name, x, dModel).unflatten(-1, head, headDim); // [b, p, head, hd]
    return split.transpose(1, 2); // [batch, head, position, head_dim]
  }

  @Override
  public void close() {
    training.close();
    weights.close();
  }
}
