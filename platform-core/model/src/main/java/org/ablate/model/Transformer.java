package org.ablate.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A Transformer: token embeddings, positions, an encoder, a decoder or both, and a linear
 * classifier. Vaswani et al. (2017), arXiv:1706.03762.
 *
 * <p>An encoder–decoder takes {@code source} and {@code target}, the others {@code tokens}:
 * integers [batch, position]. Graphs with a loss take {@code labels} too, [batch, position] or, for
 * a head over sequences, [batch]; {@link org.ablate.tensor.Composite.CrossEntropy#IGNORED} does not
 * count.
 *
 * @param settings its sizes
 * @param parts its exchangeable parts
 * @param vocabularySize the number of tokens
 * @param outputs the number of classes that it tells apart: tokens where it generates
 * @param head what it says something about
 * @param padded whether batches may hold padding
 */
public record Transformer(
    TransformerSettings settings,
    Components parts,
    int vocabularySize,
    int outputs,
    OutputHead head,
    boolean padded) {

  /**
   * Checks that the parts combine.
   *
   * @throws CompositionException if they do not, with every reason
   */
  public Transformer {
    var refusals = Legality.refusals(settings, parts);
    if (!refusals.isEmpty()) {
      throw new CompositionException(
          refusals.stream().map(Legality.Refusal::reason).collect(Collectors.joining("; ")));
    }
    if (settings.tieEmbeddings() && outputs != vocabularySize) {
      throw new CompositionException(
          "tie_embeddings needs a model that predicts tokens, but it tells %d classes apart and has %d tokens"
              .formatted(outputs, vocabularySize));
    }
  }

  /**
   * The loss that is trained, output {@code loss}, with smoothing and with what parts add to it,
   * and the loss without either, output {@code cross_entropy}; both in nats.
   */
  public Graph training(double labelSmoothing) {
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor logits = logits(scope); // [batch, position, output]
          return losses(scope, logits, labels(scope, logits), labelSmoothing);
        });
  }

  /**
   * The same losses, for which only those positions are classified that are asked for: where these
   * are few, most of the classifier's work is saved. Input {@code asked} [asked] has their numbers
   * among all positions of the batch, and {@code labels} is [asked].
   */
  public Graph trainingWhereAsked(double labelSmoothing) {
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor table = embedding().table(scope); // [token, d_model]
          Tensor features = features(scope, table).flatten(0, 1, "place"); // [place, d_model]
          Tensor asked = scope.input("asked", DataType.INTEGER, Dim.symbolic("asked")); // [asked]
          Tensor logits = classify(scope, table, features.take(asked)); // [asked, output]
          return losses(scope, logits, labels(scope, logits), labelSmoothing);
        });
  }

  private static Map<String, Tensor> losses(
      Scope scope, Tensor logits, Tensor labels, double labelSmoothing) {
    Tensor plain = loss(logits, labels, 0); // []
    Tensor loss = labelSmoothing == 0 ? plain : loss(logits, labels, labelSmoothing); // []
    for (Tensor auxiliary : scope.auxiliaryLosses().values()) {
      loss = loss.add(auxiliary); // []
    }
    return Map.of("loss", loss, "cross_entropy", plain);
  }

  /**
   * Outputs {@code loss}, without smoothing, {@code logits} and {@code predictions}, which are the
   * classes of the highest logits: [batch, position], or [batch] for sequences.
   */
  public Graph evaluation() {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor logits = logits(scope); // [batch, position, output]
          Tensor predictions = logits.argMax(-1); // [batch, position]
          Tensor loss = loss(logits, labels(scope, logits), 0); // []
          return Map.of("loss", loss, "logits", logits, "predictions", predictions);
        });
  }

  /**
   * Like {@link #evaluation} with the output {@code loss} alone, and with an input {@code nudge}
   * [batch, position, d_model] that is added to what the decoder reads: where it is 0, the
   * derivative of the loss with respect to it is that with respect to each token's vector.
   */
  public Graph nudged() {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Scope changed = scope.replacing("decoder.embedding.positioned", v -> nudge(scope, v));
          Tensor logits = logits(changed); // [batch, position, output]
          return Map.of("loss", loss(logits, labels(scope, logits), 0)); // []
        });
  }

  private static Tensor nudge(Scope scope, Tensor vectors) {
    Dim[] axes = vectors.shape().dims().toArray(Dim[]::new);
    return vectors.add(scope.input("nudge", DataType.FLOAT, axes)); // [batch, position, d_model]
  }

  /** Output {@code logits}: [batch, position, output], or [batch, output] for sequences. */
  public Graph inference() {
    return Graph.trace(Mode.INFERENCE, scope -> Map.of("logits", logits(scope)));
  }

  /**
   * Output {@code logits} [batch, output]: what comes after each sequence. Input {@code last}
   * [batch] says where the last token of each is, by its number among all positions of the batch.
   */
  public Graph nextToken() {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor logits = logits(scope); // [batch, position, output]
          Tensor last = scope.input("last", DataType.INTEGER, logits.dim(0)); // [batch]
          return Map.of("logits", logits.flatten(0, 1, "place").take(last)); // [batch, output]
        });
  }

  /**
   * The first call of incremental decoding: outputs {@code logits} and {@code predictions} for the
   * positions given.
   */
  public Graph decodingStart() {
    return decoding(Mode.DECODING_START);
  }

  /** A later call of incremental decoding: the same outputs for the new positions. */
  public Graph decodingStep() {
    return decoding(Mode.DECODING_STEP);
  }

  private Graph decoding(Mode mode) {
    return Graph.trace(
        mode,
        scope -> {
          Tensor logits = logits(scope); // [batch, position, output]
          return Map.of("logits", logits, "predictions", logits.argMax(-1)); // [batch, position]
        });
  }

  /** The longest sequence that the model can take, where there is a limit. */
  public OptionalInt maxLength() {
    return parts.maxLength();
  }

  /** Whether the decoder can continue from a state; otherwise each step is a full pass. */
  public boolean decodesIncrementally() {
    return settings.architecture().hasDecoder()
        && parts.attention().component().capabilities().contains(Capability.INCREMENTAL);
  }

  private Tensor logits(Scope scope) {
    Tensor table = embedding().table(scope); // [token, d_model]
    Tensor features = features(scope, table); // [batch, position, d_model] or [batch, d_model]
    return classify(scope, table, features); // [batch, position, output] or [batch, output]
  }

  /** What is classified. */
  private Tensor features(Scope scope, Tensor table) {
    if (settings.architecture() == Architecture.ENCODER_DECODER) {
      return encodeAndDecode(scope, table); // [batch, target, d_model]
    }
    Tensor tokens = TokenSequence.input(scope, "tokens", "position"); // [batch, position]
    Tensor states =
        settings.architecture() == Architecture.ENCODER
            ? encode(scope, table, tokens)
            : decode(scope, table, tokens, Optional.empty()); // [batch, position, d_model]
    return head == OutputHead.SEQUENCE
        ? meanOverTokens(states, tokens)
        : states; // [batch, d_model] or [batch, position, d_model]
  }

  private Tensor encodeAndDecode(Scope scope, Tensor table) {
    Tensor source = TokenSequence.input(scope, "source", "source"); // [batch, source]
    Tensor target = TokenSequence.input(scope, "target", "target"); // [batch, target]
    boolean later = scope.mode() == Mode.DECODING_STEP;
    Optional<Tensor> output =
        later
            ? Optional.empty()
            : Optional.of(encode(scope.withoutDecoding(), table, source)); // [b, source, d_model]
    Memory memory = new Memory(output, padding(source), source.dim(0), source.dim(1));
    return decode(scope, table, target, Optional.of(memory)); // [batch, target, d_model]
  }

  private Padding padding(Tensor tokens) {
    return padded ? Padding.of(tokens.notEqual(SpecialToken.PAD.id())) : Padding.none();
  }

  private Tensor encode(Scope scope, Tensor table, Tensor tokens) {
    TokenSequence sequence =
        placed(scope, "encoder", TokenSequence.of(scope, tokens, padded, false));
    Tensor embedded =
        embedding().vectors(scope, "encoder", table, tokens, sequence); // [b, position, d_model]
    return new Stack("encoder", settings, parts, false)
        .apply(scope, embedded, sequence, Optional.empty()); // [batch, position, d_model]
  }

  private Tensor decode(Scope scope, Tensor table, Tensor tokens, Optional<Memory> memory) {
    TokenSequence sequence =
        placed(
            scope, "decoder", scope.in("decoder", s -> TokenSequence.of(s, tokens, padded, true)));
    Tensor embedded =
        embedding().vectors(scope, "decoder", table, tokens, sequence); // [b, position, d_model]
    return new Stack("decoder", settings, parts, true)
        .apply(scope, embedded, sequence, memory); // [batch, position, d_model]
  }

  private TokenSequence placed(Scope scope, String stack, TokenSequence sequence) {
    PositionalEncoding position = parts.positionalEncoding().component();
    return scope.in(stack + ".places", s -> sequence.placed(s, position));
  }

  private Embedding embedding() {
    return new Embedding(settings, parts, vocabularySize);
  }

  private Tensor classify(Scope scope, Tensor table, Tensor features) {
    if (settings.tieEmbeddings()) {
      return features.matmul(table.transpose(0, 1)); // [..., output]
    }
    return scope.linear("classifier", features, Dim.of("output", outputs)); // [..., output]
  }

  private Tensor meanOverTokens(Tensor states, Tensor tokens) {
    Optional<Tensor> isToken = padding(tokens).tokens(); // [batch, position]
    if (isToken.isEmpty()) {
      return states.mean(1).squeeze(1); // [batch, d_model]
    }
    Tensor count = isToken.get().toFloat().sum(1); // [batch, 1]
    Tensor sum = padding(tokens).zero(states).sum(1).squeeze(1); // [batch, d_model]
    return sum.divide(count); // [batch, d_model]
  }

  private Tensor labels(Scope scope, Tensor logits) {
    Dim[] axes = logits.shape().dims().subList(0, logits.rank() - 1).toArray(Dim[]::new);
    return scope.input("labels", DataType.INTEGER, axes); // [batch, position], or as logits say
  }

  private static Tensor loss(Tensor logits, Tensor labels, double labelSmoothing) {
    if (labels.rank() == 1) {
      return logits.crossEntropy(labels, labelSmoothing); // []
    }
    Tensor flatLogits = logits.flatten(0, 1, "label"); // [label, output]
    return flatLogits.crossEntropy(labels.flatten(0, 1, "label"), labelSmoothing); // []
  }
}
