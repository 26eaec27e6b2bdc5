package org.ablate.conformance;

import static org.ablate.plugin.Capability.BIDIRECTIONAL;
import static org.ablate.plugin.Capability.CAUSAL;
import static org.ablate.plugin.Capability.CROSS;
import static org.ablate.plugin.Capability.INCREMENTAL;
import static org.ablate.plugin.Capability.SCORE_BIAS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.ablate.conformance.Parts.ByToken;
import org.ablate.conformance.Parts.Embedded;
import org.ablate.conformance.Parts.Encoding;
import org.ablate.conformance.Parts.Formula;
import org.ablate.conformance.Parts.Heads;
import org.ablate.conformance.Parts.Layer;
import org.ablate.conformance.Parts.Norm;
import org.ablate.conformance.Parts.Normalizing;
import org.ablate.conformance.Parts.Recurrent;
import org.ablate.conformance.Parts.Residual;
import org.ablate.conformance.Parts.Resuming;
import org.ablate.conformance.Parts.Transforming;
import org.ablate.conformance.Parts.Turned;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.plugin.Variant;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** Mistakes that authors make, each in a variant that is right but for it. */
final class BrokenVariants {

  /**
   * A mistake.
   *
   * @param mistake in words
   * @param check the name of the check that finds it
   * @param message all that it says
   */
  record Broken(
      String mistake, Variant variant, Optional<Oracle> oracle, String check, String message) {
    @Override
    public String toString() {
      return mistake;
    }
  }

  private static final String NO_LEAK = "no output depends on a later token";
  private static final String BY_TOKEN = "decoding token by token equals the full pass";
  private static final String LEFT = "padding on the left changes nothing";
  private static final String RIGHT = "padding on the right changes nothing";
  private static final String GRADIENTS = "gradients are those of finite differences";
  private static final String ROWS_APART = "rows of a batch do not mix (encoder)";

  private BrokenVariants() {}

  static Stream<Broken> all() {
    return Stream.of(
            formulas().stream(),
            claims().stream(),
            states().stream(),
            layers().stream(),
            parts().stream(),
            positions().stream())
        .flatMap(mistakes -> mistakes);
  }

  // ---- Attention: the formula

  private static List<Broken> formulas() {
    return List.of(
        broken(
            "no 1/√d",
            attention((s, q, k, v, b) -> b.softmax(q.matmul(k.transpose(-2, -1))).matmul(v)),
            (Oracle.OfHeads) BrokenVariants::softmaxAttention,
            OracleChecks.NAME,
            "in the use 'bidirectional' the variant differs from its oracle by up to 0.0542"),
        broken(
            "keys and values that are exchanged",
            attention((s, q, k, v, b) -> attend(s, q, v, k, b)),
            (Oracle.OfHeads) BrokenVariants::softmaxAttention,
            OracleChecks.NAME,
            "in the use 'bidirectional' the variant differs from its oracle by up to 0.596"),
        broken(
            "a mask applied after the softmax",
            attention(
                (s, q, k, v, b) -> {
                  Tensor weights = b.addTo(scores(q, k)).softmax(-1); // [b, h, query, key]
                  return masked(weights, b, 0).matmul(v); // [b, h, query, hd]
                }),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 0.026; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "a causal mask that lets the next token through",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = b.addTo(scores(q, k)); // [b, h, query, key]
                  Tensor near = scores.relativePosition().lessOrEqual(b.isCausal() ? 1 : 99);
                  Tensor keys =
                      b.padding().tokens().get().unsqueeze(1).unsqueeze(1); // [b, 1, 1, k]
                  return scores.softmax(keys.and(near)).matmul(v); // [b, h, query, hd]
                }),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 3.9; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "a causal mask for the first ten tokens",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = b.addTo(scores(q, k)); // [b, h, query, key]
                  Tensor late = s.range(q.dim(-2)).greaterOrEqual(10).unsqueeze(-1); // [query, 1]
                  Tensor seen = scores.causalMask().or(late); // [query, key]
                  return (b.isCausal() ? AttentionBias.of(false, b.padding()).allowing(seen) : b)
                      .softmax(scores)
                      .matmul(v); // [b, h, query, hd]
                }),
            NO_LEAK + ", in a longer row",
            "under a causal mask outputs depend on the tokens from position 12 on, which come later: at position 10 the outputs differ by 0.22; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "a softmax over the queries",
            attention((s, q, k, v, b) -> masked(b.addTo(scores(q, k)).softmax(-2), b, 0).matmul(v)),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 0.18; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "padding that is seen",
            attention(
                (s, q, k, v, b) -> {
                  b.padding();
                  Tensor scores = b.addTo(scores(q, k)); // [b, h, query, key]
                  Tensor weights = b.isCausal() ? scores.causalSoftmax() : scores.softmax(-1);
                  return weights.matmul(v); // [b, h, query, hd]
                }),
            RIGHT + " (encoder)",
            "padding on the right changes the outputs of tokens: at position 0 the outputs differ by 0.89; look for a sum, a mean or a softmax over positions that takes padding in, or positions that count it"),
        broken(
            "a scale by the number of keys, with padding",
            attention(
                (s, q, k, v, b) -> {
                  Tensor count = s.extent(k.dim(-2)).toFloat(); // []
                  return b.softmax(scores(q, k).multiply(count)).matmul(v); // [b, h, query, hd]
                }),
            RIGHT + " (encoder)",
            "padding on the right changes the outputs of tokens: at position 0 the outputs differ by 0.34; look for a sum, a mean or a softmax over positions that takes padding in, or positions that count it"),
        broken(
            "weights that are a mean over the batch",
            attention(
                (s, q, k, v, b) -> {
                  Tensor weights = b.softmax(scores(q, k)); // [b, h, query, key]
                  return weights.add(weights.mean(0)).matmul(v); // [b, h, query, hd]
                }),
            ROWS_APART,
            "a row gives something else beside another row: at position 0 the outputs differ by 1.2; look for a statistic over the batch"),
        broken(
            "a quotient of zeros where nothing may be attended to",
            attention(
                (s, q, k, v, b) -> {
                  Tensor exp = masked(b.addTo(scores(q, k)).exp(), b, 0); // [b, h, query, key]
                  return exp.divide(exp.sum(-1)).matmul(v); // [b, h, query, hd]
                }),
            "a query that may attend to nothing gives zeros",
            "where every key is padding the output should be zeros, but is up to NaN; look for a softmax without the mask, or a division by a sum that is zero"),
        broken(
            "a large negative number for a mask",
            attention(
                (s, q, k, v, b) -> masked(b.addTo(scores(q, k)), b, -1e9).softmax(-1).matmul(v)),
            "a query that may attend to nothing gives zeros",
            "where every key is padding the output should be zeros, but is up to 0.71; look for a softmax without the mask, or a division by a sum that is zero"),
        broken(
            "an exponential that overflows",
            attention(
                (s, q, k, v, b) -> {
                  Tensor exp = masked(b.addTo(scores(q, k)).exp(), b, 0); // [b, h, query, key]
                  return exp.divide(exp.sum(-1).add(1e-9)).matmul(v); // [b, h, query, hd]
                }),
            "large inputs give finite outputs and gradients",
            "with inputs a thousand times as large the loss is NaN in float32; look for an exponential whose largest argument is not subtracted first, a sum that is squared, or a division by zero"),
        broken(
            "keys that are detached",
            attention((s, q, k, v, b) -> b.softmax(scores(q, k.detach())).matmul(v)),
            GRADIENTS + " (encoder-decoder)",
            "the parameter 'encoder.layer.0.self_attention.key.weight' receives no gradient, although the loss changes by 0.986 along a direction; look for a detach() between it and the output"),
        broken(
            "one of two paths that is detached",
            attention(
                (s, q, k, v, b) -> {
                  Tensor mixed = b.softmax(scores(q, k)).matmul(v); // [b, h, query, hd]
                  return mixed.multiply(mixed.detach().tanh()); // [b, h, query, hd]
                }),
            GRADIENTS + " (encoder-decoder)",
            "the gradient of the loss with respect to 'decoder.layer.1.cross_attention.value.bias' is -0.627 along a direction, but finite differences give -0.421, off by 7.9e-03 of the loss where 1e-06 is allowed; look for a detach() on one of the paths from it to the output"),
        broken(
            "a leak in the gradient alone",
            attention(
                (s, q, k, v, b) -> {
                  Tensor later = k.mean(-2); // [b, h, 1, hd]
                  Tensor nothing = later.subtract(later.detach()); // [b, h, 1, hd]
                  return b.softmax(scores(q, k)).matmul(v).add(nothing); // [b, h, query, hd]
                }),
            "no gradient reaches a later token",
            "under a causal mask the output at position 0 has a gradient of 0.58 with respect to the token at position 1, which comes later"),
        broken(
            "a mask that is dropped in training",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = b.addTo(scores(q, k)); // [b, h, query, key]
                  boolean seesAll = s.mode() == Mode.TRAINING && b.isCausal();
                  AttentionBias seen = seesAll ? AttentionBias.of(false, b.padding()) : b;
                  return masked(scores, seen, -1e9).softmax(-1).matmul(v); // [b, h, query, hd]
                }),
            "no gradient reaches a later token",
            "under a causal mask the output at position 0 has a gradient of 0.22 with respect to the token at position 1, which comes later"),
        broken(
            "scores that are larger in training",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k).multiply(s.mode() == Mode.TRAINING ? 3 : 1);
                  return b.softmax(scores).matmul(v); // [b, h, query, hd]
                }),
            "training computes what inference does (encoder)",
            "without dropout the cross-entropy is 8.84786 in training and 9.27310 in inference; look for what depends on scope.mode()"),
        broken(
            "a parameter that is multiplied by zero",
            attention(
                (s, q, k, v, b) -> {
                  Tensor sink = s.parameter("sink", Initializer.ZEROS, Dim.one()); // [1]
                  Tensor scores = scores(q, k).add(sink.multiply(0)); // [b, h, query, key]
                  return b.softmax(scores).matmul(v); // [b, h, query, hd]
                }),
            "every parameter has an effect (encoder)",
            "the parameter 'encoder.layer.0.self_attention.sink' has no effect on the output"),
        broken(
            "numbers of java.util.Random, shared by all models",
            attention(
                (s, q, k, v, b) -> {
                  double gain = SHARED.nextDouble();
                  return b.softmax(scores(q, k).multiply(gain)).matmul(v); // [b, h, query, hd]
                }),
            "a model that is built twice is the same",
            "with the same weights it gives other outputs each time that it is built; look for java.util.Random or other state outside of the scope, which has uniform and normal"),
        broken(
            "noise that stays in inference",
            attention(
                (s, q, k, v, b) -> {
                  Tensor noise = s.normal("noise", Shape.of(Dim.of("head_dim", 1))); // [1]
                  return b.softmax(scores(q, k).add(noise)).matmul(v); // [b, h, query, hd]
                }),
            "nothing is random in inference",
            "inference draws the random numbers 'encoder.layer.0.self_attention.noise'; draw them where scope.mode() is TRAINING, or use scope.dropout"));
  }

  private static final Random SHARED = new Random(1);

  // ---- Attention: what it says of itself

  private static List<Broken> claims() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    return List.of(
        broken(
            "a bias that is never asked for",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  return scores.softmax(b.mask(scores).get()).matmul(v); // [b, h, query, hd]
                }),
            "every part of a bias is asked for",
            "it never asks the bias for scores; use bias.softmax(scores), or ask for each part that its capabilities declare"),
        broken(
            "a bias that is asked for and dropped",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  b.addTo(scores);
                  return scores.softmax(b.mask(scores).get()).matmul(v); // [b, h, query, hd]
                }),
            "a bias on scores is honoured",
            "a bias of -1e+09 on the score of a key should leave it no weight, but its value changes the output by 5.3"),
        broken(
            "a bias that is dropped under a causal mask",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  Tensor biased = b.addTo(scores); // [b, h, query, key]
                  Tensor kept = b.isCausal() ? scores : biased; // [b, h, query, key]
                  return kept.softmax(b.mask(scores).get()).matmul(v); // [b, h, query, hd]
                }),
            "a bias on scores is honoured",
            "under a causal mask a bias of -1e+09 on the score of a key should leave it no weight, but its value changes the output by 5.5"),
        broken(
            "a bias that is scaled with the scores",
            attention(
                (s, q, k, v, b) -> {
                  Tensor plain = q.matmul(k.transpose(-2, -1)); // [b, h, query, key]
                  Tensor scores = b.addTo(plain).multiply(1 / Math.sqrt(q.size(-1))); // as plain
                  return masked(scores, b, -1e9).softmax(-1).matmul(v); // [b, h, query, hd]
                }),
            "a bias on scores is added as it is",
            "a bias of 1 on the score of a key changes its weight as one of 0.500 should; look for a bias that is scaled with the scores, or dropped"),
        broken(
            "weights that do not sum to one",
            attention(
                (s, q, k, v, b) -> {
                  Tensor sigmoids = b.addTo(scores(q, k)).sigmoid(); // [b, h, query, key]
                  Tensor weights = s.probe("weights", masked(sigmoids, b, 0)); // as sigmoids
                  return weights.matmul(v); // [b, h, query, hd]
                }),
            "weights are a distribution over the keys",
            "the weights of query 0 sum to 1.00512 and not to 1; if that is meant, override weightsAreDistribution()"),
        broken(
            "weights that are negative",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  Tensor even = b.softmax(scores.multiply(0)).multiply(9); // [b, h, query, key]
                  Tensor weights = b.softmax(scores).multiply(10).subtract(even); // as scores
                  return s.probe("weights", weights).matmul(v); // [b, h, query, hd]
                }),
            "weights are a distribution over the keys",
            "the weight of key 1 for query 2 is -0.149, although weights are not negative; if that is meant, override weightsAreDistribution()"),
        broken(
            "a mean over the heads, which stretches to all of them",
            attention((s, q, k, v, b) -> attend(s, q, k, v, b).mean(1)),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: Heads.attend must give [batch, head=2, query=position, head_dim=4], but gives [batch, 1, query=position, head_dim=4]"),
        broken(
            "weights in place of what they mix",
            attention((s, q, k, v, b) -> b.softmax(scores(q, k))),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: Heads.attend must give [batch, head=2, query=position, head_dim=4], but gives [batch, head=2, query=position, key=position]"),
        broken(
            "a linear growth that is quadratic",
            Variant.attention("broken", new Heads(BrokenVariants::attend, all, Growth.LINEAR)),
            "its cost grows with the length as it says (decoder)",
            "growth(true) says linear, but a whole layer takes 44·batch·position² + 900·batch·position operations, which is of order 2 in the length"),
        broken(
            "two queries in a head that are rotated as one",
            Variant.attention("broken", new Halves(1)),
            "rotated queries and keys count by their distance",
            "with all positions 5 later the outputs change (encoder): at position 0 the outputs differ by 0.0044; look for queries and keys that are changed or divided after they have their positions: what comes before is for queries() and keys() to do, and queriesPerHead() says how many stand in a head; or declare no rotation"),
        broken(
            "queries and keys that are normalized after they are rotated",
            attention(
                (s, q, k, v, b) -> {
                  Tensor gain = s.parameter("gain", Initializer.ONES, q.dim(-1)); // [hd]
                  Tensor scores = scores(q.rmsNorm(gain, 1e-6), k.rmsNorm(gain, 1e-6));
                  return b.softmax(scores).matmul(v); // [b, h, query, hd]
                }),
            "rotated queries and keys count by their distance",
            "with all positions 5 later the outputs change (encoder): at position 0 the outputs differ by 0.12; look for queries and keys that are changed or divided after they have their positions: what comes before is for queries() and keys() to do, and queriesPerHead() says how many stand in a head; or declare no rotation"),
        broken(
            "queries whose magnitude is lost",
            attention(
                (s, q, k, v, b) -> {
                  Tensor unit = q.multiply(q.square().sum(-1).rsqrt()); // [b, h, query, hd]
                  return b.softmax(scores(unit, k)).matmul(v); // [b, h, query, hd]
                }),
            "the magnitude of queries counts as it says",
            "queries twice as long give the same output, although seesMagnitude() says that their magnitude counts; override it, so that encodings that change it are refused"),
        broken(
            "a magnitude that counts, it says, for nothing",
            Variant.attention("broken", new Directed()),
            "the magnitude of queries counts as it says",
            "queries twice as long change the output by 0.080, although seesMagnitude() says that their magnitude does not count"),
        broken(
            "neither of two directions",
            Variant.attention(
                "broken", new Heads(BrokenVariants::attend, EnumSet.of(CROSS), Growth.QUADRATIC)),
            "a stack can be made of it",
            "it declares neither bidirectional nor causal; an encoder needs the one, a decoder the other"),
        broken(
            "decoding of what is not causal",
            Variant.attention(
                "broken",
                new Heads(
                    BrokenVariants::attend,
                    EnumSet.of(BIDIRECTIONAL, SCORE_BIAS, INCREMENTAL),
                    Growth.QUADRATIC)),
            "what decodes token by token is causal",
            "it declares incremental, but not causal: only a decoder's mixer is given one token after the other"),
        broken(
            "more heads of keys than of queries",
            Variant.attention("broken", new ManyKeys()),
            "every part of a bias is asked for",
            "keyValueHeads(2) is 4, but must be 1 to 2"),
        broken(
            "two directions that are one",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  return b.allowing(scores.causalMask()).softmax(scores).matmul(v); // [b, h, q, hd]
                }),
            "in both directions it sees what comes later",
            "it declares bidirectional, but no output depends on a later token, while outputs depend on earlier ones; look for a causal mask that is always there"),
        broken(
            "another sequence of which the end is not seen",
            attention(
                (s, q, k, v, b) -> {
                  Tensor scores = scores(q, k); // [b, h, query, key]
                  Tensor before = scores.relativePosition().less(0); // [query, key]
                  return b.allowing(before).softmax(scores).matmul(v); // [b, h, query, hd]
                }),
            "another sequence is seen whatever its length",
            "it declares cross, but with 1 source and 1 target tokens the output does not depend on the last token of the source"));
  }

  record ManyKeys() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return BrokenVariants.attend(scope, query, key, value, bias); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(BIDIRECTIONAL, SCORE_BIAS);
    }

    @Override
    public int keyValueHeads(int heads) {
      return 2 * heads;
    }
  }

  // ---- Decoding

  private static List<Broken> states() {
    return List.of(
        broken(
            "a scale by the length so far",
            Variant.attention(
                "broken",
                new Heads(
                    (s, q, k, v, b) -> {
                      Tensor length = s.extent(k.dim(-2)).toFloat(); // []
                      return attend(s, q, k, v, b).divide(length); // [b, h, query, hd]
                    },
                    EnumSet.of(CAUSAL, INCREMENTAL, SCORE_BIAS),
                    Growth.QUADRATIC)),
            BY_TOKEN,
            "decoding 1 token(s) at a time differs from the full pass: at position 0 the outputs differ by 11; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a window that forgets the past, and is longer than what is checked",
            Variant.attention("broken", new ForgetfulWindow(64)),
            BY_TOKEN + ", with window = 3",
            "decoding 1 token(s) at a time differs from the full pass: at position 3 the outputs differ by 3.3; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a window that forgets the past, and is at least four",
            Variant.attention("broken", new WideWindow(64, 4)),
            BY_TOKEN + ", with window = 4",
            "decoding 1 token(s) at a time differs from the full pass: at position 4 the outputs differ by 2.9; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a state that is not updated",
            recurrent((old, now) -> old),
            BY_TOKEN,
            "decoding 1 token(s) at a time differs from the full pass: at position 1 the outputs differ by 19; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a state that is replaced instead of added to",
            recurrent((old, now) -> now),
            BY_TOKEN,
            "decoding 1 token(s) at a time differs from the full pass: at position 2 the outputs differ by 19; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a state that takes padding in",
            Variant.attention(
                "broken",
                new Recurrent(
                    BrokenVariants::sumOfValues,
                    (s, q, k, v, padding) -> resumed(s, v, Padding.none(), Tensor::add))),
            "decoding after padding equals the full pass",
            "decoding a row that starts with padding differs from the full pass: at position 0 the outputs differ by 23; look for a state that takes padding in"),
        broken(
            "positions off by one in the decoding state",
            Variant.attention(
                "broken",
                new Layer(
                    (s, x, sequence) -> {
                      Tensor position = s.range(x.dim(1)); // [position]
                      if (s.mode().isDecoding()) {
                        Tensor past = s.extent(Dim.symbolic(Scope.PAST)); // []
                        position = position.add(past).subtract(1); // [position]
                      }
                      Tensor decay = position.toFloat().multiply(-0.1).exp().unsqueeze(-1);
                      return s.linear("map", x, x.dim(-1)).multiply(decay); // [b, position, d]
                    },
                    EnumSet.of(CAUSAL, INCREMENTAL))),
            BY_TOKEN,
            "decoding 1 token(s) at a time differs from the full pass: at position 0 the outputs differ by 0.87; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"));
  }

  /**
   * The mean of what both halves of a head attend to.
   *
   * @param queriesPerHead two, if it is right
   */
  record Halves(int queriesPerHead) implements Attention {
    @Override
    public Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
      long half = q.size(-1) / 2;
      long all = q.size(-1);
      Tensor first = scores(q.slice(-1, 0, half), k.slice(-1, 0, half)); // [b, h, query, key]
      Tensor second = scores(q.slice(-1, half, all), k.slice(-1, half, all)); // [b, h, query, key]
      Tensor mean = b.softmax(first).add(b.softmax(second)).multiply(0.5); // [b, h, query, key]
      return s.probe("weights", mean).matmul(v); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Says that it compares directions alone. */
  record Directed() implements Attention {
    @Override
    public Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
      return BrokenVariants.attend(s, q, k, v, b); // [b, h, query, hd]
    }

    @Override
    public boolean seesMagnitude() {
      return false;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Counts the positions of queries from the start of each call. */
  record ForgetfulWindow(int window) implements Attention {
    @Override
    public Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
      Tensor scores = scores(q, k); // [b, h, query, key]
      Tensor at = s.range(q.dim(-2)).unsqueeze(-1); // [query, 1]
      Tensor near = at.subtract(s.range(k.dim(-2))).abs().less(window); // [query, key]
      return b.allowing(near).softmax(scores).matmul(v); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(CROSS));
    }
  }

  /**
   * Likewise, but as a long.
   *
   * @param least of a type that is never made small
   */
  record WideWindow(long window, double least) implements Attention {
    WideWindow {
      if (window < least) {
        throw new IllegalArgumentException("window must be at least " + least);
      }
    }

    @Override
    public Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
      return new ForgetfulWindow((int) window).attend(s, q, k, v, b); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(CROSS));
    }
  }

  // ---- Whole layers

  private static List<Broken> layers() {
    return List.of(
        broken(
            "a mixer that gives one number for each token",
            Variant.attention(
                "broken", new Layer((s, x, sequence) -> x.mean(-1), EnumSet.of(CAUSAL))),
            "outputs fit for any batch and length (decoder)",
            "CompositionException: Layer.mix must give [batch, position, d_model=8], but gives [batch, position, 1]"),
        broken(
            "a convolution that sees the next token",
            Variant.attention(
                "broken",
                new Layer(
                    (s, x, sequence) -> {
                      Tensor tokens = sequence.padding().zero(x); // [b, position, d]
                      Tensor wide = tokens.pad(1, 1, 1); // [b, 1 + position + 1, d]
                      Tensor next = wide.slice(1, Polynomial.of(2), x.dim(1)); // [b, position, d]
                      return s.linear("map", tokens.add(next), x.dim(-1)); // [b, position, d]
                    },
                    EnumSet.of(CAUSAL))),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 17; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "a recurrence that forgets its own token",
            Variant.attention(
                "broken",
                new Layer((s, x, sequence) -> x.cumulativeSum(1).subtract(x), EnumSet.of(CAUSAL))),
            (Oracle.OfSequence) BrokenVariants::sums,
            OracleChecks.NAME,
            "at position 0 the variant differs from its oracle by up to 0.841"),
        broken(
            "heads that are merged in the wrong order",
            Variant.attention(
                "broken",
                new Layer(
                    (s, x, sequence) -> {
                      Dim head = Dim.of("head", sequence.heads());
                      Dim width = Dim.of("head_dim", x.size(-1) / sequence.heads());
                      Tensor heads = x.unflatten(-1, head, width).transpose(1, 2); // [b, h, p, hd]
                      Tensor merged = heads.reshape(x.dim(0), x.dim(1), x.dim(2)); // [b, p, d]
                      return s.linear("map", merged, x.dim(-1)); // [b, position, d]
                    },
                    EnumSet.of(CAUSAL))),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 3.8; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"));
  }

  // ---- Norms, feed-forwards, placements

  private static List<Broken> parts() {
    return List.of(
        broken(
            "statistics of the batch",
            norm((s, x, padding) -> x.subtract(x.mean(0))),
            ROWS_APART,
            "a row gives something else beside another row: at position 0 the outputs differ by 1.5; look for a statistic over the batch"),
        broken(
            "a mean over padding",
            norm((s, x, padding) -> x.subtract(x.mean(1))),
            RIGHT + " (encoder)",
            "padding on the right changes the outputs of tokens: at position 0 the outputs differ by 0.27; look for a sum, a mean or a softmax over positions that takes padding in, or positions that count it"),
        broken(
            "a mean over later tokens",
            norm(
                (s, x, padding) -> {
                  Tensor count = padding.tokens().get().toFloat().sum(1).unsqueeze(-1); // [b, 1, 1]
                  Tensor mean = padding.zero(x).sum(1).divide(count); // [b, 1, d]
                  return x.subtract(mean); // [b, position, d]
                }),
            NO_LEAK,
            "under a causal mask outputs depend on the token at position 1, which comes later: at position 0 the outputs differ by 2.2; look for a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order"),
        broken(
            "a root whose gradient is infinite at zero",
            norm((s, x, padding) -> x.max(-1).subtract(x).sqrt()),
            GRADIENTS + " (encoder-decoder)",
            "the gradient of the loss with respect to 'embedding.weight' is not finite; look for a division by zero, or a logarithm or root of zero, where a row is masked or padding"),
        broken(
            "a gain that is not applied",
            norm(
                (s, x, padding) -> {
                  Tensor gain = s.parameter("gain", Initializer.ONES, x.dim(-1)); // [d]
                  return x.rmsNorm(gain.divide(gain), 1e-5); // [b, position, d]
                }),
            "every parameter has an effect (encoder)",
            "the parameter 'encoder.layer.0.self_attention.norm.gain' has no effect on the output"),
        broken(
            "a mean square without an epsilon",
            norm((s, x, padding) -> x.divide(x.multiply(x).mean(-1).sqrt())),
            "inputs of zeros, and of one number, give finite outputs and gradients",
            "with inputs of zeros the loss is NaN in float32; look for an exponential whose largest argument is not subtracted first, a sum that is squared, or a division by zero"),
        broken(
            "a norm that gives one number for each token",
            norm((s, x, padding) -> x.mean(-1)),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: Norm.normalize must give [batch, position, d_model=8], but gives [batch, position, 1]"),
        broken(
            "a feed-forward that gives its hidden layer",
            feedForward((s, x, width, padding) -> s.linear("map", x, width)),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: ByToken.transform must give [batch, position, d_model=8], but gives [batch, position, d_ff=12]"),
        broken(
            "a dropped bias",
            feedForward(
                (s, x, width, padding) ->
                    s.in(
                        "map",
                        map -> {
                          Initializer spread = new Initializer.XavierUniform();
                          Tensor weight = map.parameter("weight", spread, x.dim(-1), x.dim(-1));
                          map.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d]
                          return x.matmul(weight); // [b, position, d]
                        })),
            (Oracle.OfTokens) BrokenVariants::linearMap,
            OracleChecks.NAME,
            "at position 0 the variant differs from its oracle by up to 0.617"),
        broken(
            "a feed-forward that mixes tokens",
            feedForward((s, x, width, padding) -> s.linear("map", x.cumulativeSum(1), x.dim(-1))),
            "each token is transformed by itself",
            "the token at position 0 changes the output at position 1 by 9.1, but a feed-forward transforms each token by itself"),
        broken(
            "a feed-forward that mixes tokens from the fourteenth on",
            feedForward(
                (s, x, width, padding) -> {
                  Tensor late = s.range(x.dim(1)).greaterOrEqual(13).unsqueeze(-1); // [position, 1]
                  Tensor mixed = late.where(x.cumulativeSum(1), x); // [b, position, d]
                  return s.linear("map", mixed, x.dim(-1)); // [b, position, d]
                }),
            "each token is transformed by itself",
            "the token at position 0 changes the output at position 13 by 9.1, but a feed-forward transforms each token by itself"),
        broken(
            "a logarithm of negative numbers",
            feedForward((s, x, width, padding) -> s.linear("map", x, x.dim(-1)).log()),
            "ONNX Runtime agrees for any batch and length",
            "in the use 'inference' 19906 numbers of the output are not finite; look for a division by zero, or a logarithm or root of what may be negative"),
        broken(
            "a residual through which no gradient flows",
            Variant.placement(
                "broken", new Residual((s, x, sublayer) -> x.add(sublayer.apply(s, x).detach()))),
            GRADIENTS + " (encoder-decoder)",
            "the parameter 'encoder.layer.0.self_attention.query.weight' receives no gradient, although the loss changes by 0.0121 along a direction; look for a detach() between it and the output"));
  }

  // ---- Positions

  private static List<Broken> positions() {
    Encoding range =
        (s, x, positions) ->
            x.add(s.range(x.dim(1)).toFloat().unsqueeze(-1).multiply(0.1)); // [b, position, d]
    Encoding table =
        (s, x, positions) ->
            x.add(
                s.parameter("table", Initializer.ZEROS, Dim.of("at", 16), x.dim(-1)) // [at, d]
                    .take(positions)); // [b, position, d]
    return List.of(
        broken(
            "positions that are counted from the padding on",
            embedded(range, OptionalInt.empty()),
            LEFT + " (encoder)",
            "padding on the left changes the outputs of tokens: at position 0 the outputs differ by 1.5; look for a sum, a mean or a softmax over positions that takes padding in, or positions that count it"),
        broken(
            "positions that start anew in each call of decoding",
            embedded(range, OptionalInt.empty()),
            BY_TOKEN,
            "decoding 1 token(s) at a time differs from the full pass: at position 1 the outputs differ by 1.9; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST"),
        broken(
            "a table whose length is not told",
            embedded(table, OptionalInt.empty()),
            "the longest sequence can be encoded",
            "maxLength() says that there is no limit, but the position 9999 cannot be encoded: the index 9999 is not among 0 to 15"),
        broken(
            "positions without the embeddings that they are added to",
            embedded((s, x, positions) -> positions.toFloat().unsqueeze(-1), OptionalInt.empty()),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: Embedded.encodeEmbeddings must give [batch, position, d_model=8], but gives [1, position, 1]"),
        broken(
            "a method that gives null",
            embedded((s, x, positions) -> null, OptionalInt.empty()),
            "outputs fit for any batch and length (encoder)",
            "CompositionException: Embedded.encodeEmbeddings must give [batch, position, d_model=8], but gives null"),
        broken(
            "positions of embeddings that are named as those of queries and keys",
            Variant.positionalEncoding("broken", new Misplaced()),
            "order has an effect on queries and keys",
            "it names the place QUERIES_AND_KEYS, but two tokens that change places give the same there; look for a method that is not implemented, or for another place that is meant"),
        broken(
            "positions of embeddings that are not named",
            Variant.positionalEncoding("broken", new Misplaced()),
            "order is not given to embeddings",
            "it does not name the place EMBEDDINGS, but implements it, and changes embeddings by 5.0; name the place, or no model asks for it"),
        broken(
            "a table that is shorter than the longest sequence",
            embedded(table, OptionalInt.of(32)),
            "the longest sequence can be encoded",
            "maxLength() says 32, but the position 31 cannot be encoded: the index 31 is not among 0 to 15"),
        broken(
            "a limit below what is checked",
            embedded((s, x, positions) -> x, OptionalInt.of(8)),
            "sequences are long enough to be checked",
            "its maxLength() is 8, and the checks use sequences of up to 9 tokens; give it defaults that take them"),
        broken(
            "queries and keys that grow with the position",
            Variant.positionalEncoding(
                "broken",
                new Turned(
                    (s, x, positions) -> {
                      Tensor at = positions.toFloat().unsqueeze(1).unsqueeze(-1); // [b, 1, pos, 1]
                      return x.multiply(at.multiply(0.5).add(1)); // [b, h, position, hd]
                    })),
            "queries and keys keep their magnitude",
            "a query of the magnitude 0.928 at position 1 has 1.39 when it is encoded, although keepsMagnitude() says that it stays; if that is meant, override it"),
        broken(
            "distances that are counted from the start beyond ten",
            Variant.positionalEncoding("broken", new FarFromStart()),
            "scores depend on distances only",
            "with all positions 5 later the scores differ by 1.5, although isRelative() says that only distances count; look for queries and keys that are treated unlike, or override it"),
        broken(
            "another layout of the rotation for keys than for queries",
            Variant.positionalEncoding(
                "broken",
                new Turned(
                    (s, x, positions) ->
                        x.dim(-2).name().equals("key")
                            ? flipped(ROTATION.encodeQueryOrKey(s, flipped(x), positions))
                            : ROTATION.encodeQueryOrKey(s, x, positions))),
            "scores depend on distances only",
            "with all positions 5 later the scores differ by 4.3, although isRelative() says that only distances count; look for queries and keys that are treated unlike, or override it"));
  }

  /** Names another place than the one whose method it implements. */
  record Misplaced() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
      return embeddings.add(positions.toFloat().unsqueeze(-1)); // [batch, position, d_model]
    }
  }

  /** Far keys have a bias of where they stand. */
  record FarFromStart() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      Tensor distance = positions.distance().abs(); // [batch or 1, 1, query, key]
      Tensor at = positions.key().toFloat().unsqueeze(1).unsqueeze(1); // [batch or 1, 1, 1, key]
      return distance.greater(10).where(at, distance).multiply(-0.3); // [batch or 1, 1, query, key]
    }
  }

  private static final PlainParts.PlainRotation ROTATION = new PlainParts.PlainRotation();

  /** With the second and third of four numbers exchanged: the other layout. */
  private static Tensor flipped(Tensor x) {
    return x.unflatten(-1, Dim.of("half", 2), Dim.of("pair", x.size(-1) / 2))
        .transpose(-2, -1)
        .flatten(-2, -1, "head_dim"); // [batch, head, position, head_dim]
  }

  // ---- What is right

  /** Softmax attention without a mistake. */
  static Tensor attend(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
    Tensor weights = s.probe("weights", b.softmax(scores(q, k))); // [b, h, query, key]
    return weights.matmul(v); // [b, h, query, hd]
  }

  private static Tensor scores(Tensor q, Tensor k) {
    return q.matmul(k.transpose(-2, -1)).multiply(1 / Math.sqrt(q.size(-1))); // [b, h, query, key]
  }

  private static Tensor masked(Tensor x, AttentionBias bias, double otherwise) {
    return bias.mask(x).map(mask -> mask.where(x, otherwise)).orElse(x); // as x
  }

  /** The sum of the values so far. */
  private static Tensor sumOfValues(Scope s, Tensor q, Tensor k, Tensor v, AttentionBias b) {
    b.isCausal();
    Tensor sums = b.padding().zero(v).cumulativeSum(-2); // [b, h, key, hd]
    return sums.rename(-2, "query"); // [b, h, query, hd]
  }

  /** What the sum of values is with the state of earlier calls. */
  private static Tensor resumed(Scope s, Tensor v, Padding padding, BinaryOperator<Tensor> update) {
    Tensor sums = padding.zero(v).cumulativeSum(-2); // [b, h, position, hd]
    Tensor added = padding.zero(v).sum(-2); // [b, h, 1, hd]
    Tensor before = s.previous("sum", DataType.FLOAT, added.shape()); // [b, h, 1, hd]
    s.next("sum", update.apply(before, added));
    return sums.add(before).rename(-2, "query"); // [b, h, query, hd]
  }

  static double[][][] softmaxAttention(Oracle.Heads heads) {
    int queries = heads.allowed().length;
    double[][][] out = new double[heads.query().length][queries][];
    for (int head = 0; head < out.length; head++) {
      for (int i = 0; i < queries; i++) {
        double[] query = heads.query()[head][i];
        double[] sum = new double[query.length];
        double total = 0;
        for (int j = 0; j < heads.allowed()[i].length; j++) {
          double[] key = heads.key()[head][j];
          double score = 0;
          for (int d = 0; d < key.length; d++) {
            score += query[d] * key[d];
          }
          score /= Math.sqrt(query.length);
          score += heads.bias().isPresent() ? heads.bias().get()[head][i][j] : 0;
          double weight = heads.allowed()[i][j] ? Math.exp(score) : 0;
          total += weight;
          for (int d = 0; d < sum.length; d++) {
            sum[d] += weight * heads.value()[head][j][d];
          }
        }
        double divisor = total;
        out[head][i] = Arrays.stream(sum).map(x -> x / divisor).toArray();
      }
    }
    return out;
  }

  private static double[][] sums(
      double[][] x, boolean causal, int heads, Map<String, Array> weights) {
    double[][] sums = new double[x.length][x[0].length];
    for (int position = 0; position < x.length; position++) {
      for (int before = 0; before <= position; before++) {
        for (int d = 0; d < x[0].length; d++) {
          sums[position][d] += x[before][d];
        }
      }
    }
    return sums;
  }

  static double[][] linearMap(double[][] x, Map<String, Array> weights) {
    double[] weight = weights.get("map.weight").toDoubles();
    double[] bias = weights.get("map.bias").toDoubles();
    double[][] out = new double[x.length][bias.length];
    for (int position = 0; position < x.length; position++) {
      for (int j = 0; j < bias.length; j++) {
        out[position][j] = bias[j];
        for (int i = 0; i < x[position].length; i++) {
          out[position][j] += x[position][i] * weight[i * bias.length + j];
        }
      }
    }
    return out;
  }

  // ---- Making variants of formulas

  static Variant attention(Formula formula) {
    Mixer mixer = new Heads(formula, EnumSet.allOf(Capability.class), Growth.QUADRATIC);
    return Variant.attention("broken", mixer);
  }

  private static Variant recurrent(BinaryOperator<Tensor> update) {
    Resuming resuming = (s, q, k, v, padding) -> resumed(s, v, padding, update);
    return Variant.attention("broken", new Recurrent(BrokenVariants::sumOfValues, resuming));
  }

  private static Variant norm(Normalizing formula) {
    return Variant.normalization("broken", new Norm(formula));
  }

  static Variant feedForward(Transforming formula) {
    return Variant.feedForward("broken", new ByToken(formula));
  }

  private static Variant embedded(Encoding encoding, OptionalInt maxLength) {
    return Variant.positionalEncoding("broken", new Embedded(encoding, maxLength));
  }

  private static Broken broken(String mistake, Variant variant, String check, String message) {
    return new Broken(mistake, variant, Optional.empty(), check, message);
  }

  private static Broken broken(
      String mistake, Variant variant, Oracle oracle, String check, String message) {
    return new Broken(mistake, variant, Optional.of(oracle), check, message);
  }
}
