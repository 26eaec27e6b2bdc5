package org.ablate.libtorch;

import java.util.Map;
import java.util.Random;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A decoder of two layers, to test the engine on something that looks like its work. */
final class TinyGpt {
  static final Dim BATCH = Dim.symbolic("batch");
  static final Dim POSITION = Dim.symbolic("position");
  private static final int VOCABULARY = 11;
  private static final Dim TOKEN = Dim.of("token", VOCABULARY);
  private static final Dim D_MODEL = Dim.of("d_model", 8);
  private static final Dim HIDDEN = Dim.of("hidden", 32);
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim HEAD_DIM = Dim.of("head_dim", 4);
  private static final int LAYERS = 2;

  private TinyGpt() {}

  /** Takes {@code tokens} and {@code labels}; its output is {@code loss}. */
  static Graph training(double dropout) {
    return Graph.trace(
        Mode.TRAINING,
        s -> {
          Tensor logits = logits(s, dropout); // [batch, position, token]
          Tensor labels = s.input("labels", DataType.INTEGER, BATCH, POSITION); // [batch, position]
          Tensor loss =
              logits.flatten(0, 1, "label").crossEntropy(labels.flatten(0, 1, "label"), 0); // []
          return Map.of("loss", loss);
        });
  }

  /** Takes {@code tokens}; its output is {@code logits}. */
  static Graph forMode(Mode mode) {
    return Graph.trace(mode, s -> Map.of("logits", logits(s, 0)));
  }

  private static Tensor logits(Scope s, double dropout) {
    Tensor tokens = s.input("tokens", DataType.INTEGER, BATCH, POSITION); // [batch, position]
    Initializer spread = new Initializer.Normal(0.3);
    Tensor table = s.parameter("embedding", spread, TOKEN, D_MODEL); // [token, d_model]
    Tensor x = s.dropout("dropout", table.take(tokens), dropout); // [batch, position, d_model]
    for (int layer = 0; layer < LAYERS; layer++) {
      Tensor in = x; // [batch, position, d_model]
      x = s.stage(s.in("layer." + layer, inner -> block(inner, in, dropout))); // [b, p, d_model]
    }
    return norm(s, "norm", x).matmul(table.transpose(0, 1)); // [batch, position, token]
  }

  private static Tensor block(Scope s, Tensor x, double dropout) {
    Tensor attended = x.add(s.dropout("dropout_1", attention(s, norm(s, "norm_1", x)), dropout));
    Tensor hidden = s.linear("up", norm(s, "norm_2", attended), HIDDEN).gelu(); // [b, p, hidden]
    return attended.add(s.dropout("dropout_2", s.linear("down", hidden, D_MODEL), dropout));
  }

  private static Tensor norm(Scope s, String name, Tensor x) {
    return s.in(
        name,
        inner -> {
          Tensor gain = inner.parameter("gain", Initializer.ONES, D_MODEL); // [d_model]
          Tensor bias = inner.parameter("bias", Initializer.ZEROS, D_MODEL); // [d_model]
          return x.layerNorm(gain, bias, 1e-5); // [batch, position, d_model]
        });
  }

  private static Tensor attention(Scope s, Tensor x) {
    Tensor query = heads(s, "query", x); // [batch, head, position, head_dim]
    Tensor key = s.append("keys", heads(s, "key", x), 2); // [batch, head, key, head_dim]
    Tensor value = s.append("values", heads(s, "value", x), 2); // [batch, head, key, head_dim]
    Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(0.5); // [b, head, position, key]
    Tensor mixed = scores.causalSoftmax().matmul(value); // [batch, head, position, head_dim]
    Tensor merged = mixed.transpose(1, 2).reshape(BATCH, POSITION, D_MODEL); // [b, p, d_model]
    return s.linear("out", merged, D_MODEL); // [batch, position, d_model]
  }

  private static Tensor heads(Scope s, String name, Tensor x) {
    Tensor split = s.linear(name, x, D_MODEL).unflatten(-1, HEAD, HEAD_DIM); // [b, p, head, hd]
    return split.transpose(1, 2); // [batch, head, position, head_dim]
  }

  /** Random tokens, each with the next one as its label. */
  static Map<String, Array> tokens(int seed, int batch, int positions) {
    Random random = new Random(seed);
    long[] tokens = random.longs((long) batch * positions, 0, VOCABULARY).toArray();
    long[] labels = new long[tokens.length];
    for (int i = 0; i < labels.length; i++) {
      boolean last = i % positions == positions - 1;
      labels[i] = last ? Composite.CrossEntropy.IGNORED : tokens[i + 1];
    }
    return Map.of(
        "tokens", Array.of(tokens, batch, positions), "labels", Array.of(labels, batch, positions));
  }
}
