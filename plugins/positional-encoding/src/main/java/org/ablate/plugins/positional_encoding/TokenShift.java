package org.ablate.plugins.positional_encoding;

import java.util.Arrays;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Time-shift: the embedding of a token is mixed with that of the token before it, μ xₜ + (1 − μ)
 * xₜ₋₁, which tells neighbours apart. Peng et al. (2023), arXiv:2305.13048, §3.1, eq. 11 to 13.
 * RWKV mixes so before every sub-layer; here it is done once, at the embeddings, where positions
 * belong that are no part of an attention. Before the first token there are zeros.
 *
 * @param mix how much of each channel comes from the token before
 */
public record TokenShift(Mix mix) implements PositionalEncoding {

  /** How much of each channel comes from the token before. */
  public enum Mix {
    /** A learned part μ, which starts at i / d for channel i, as in RWKV's first layer. */
    LEARNED,
    /** All of the first half of the channels, nothing of the second: what RWKV came from. */
    HALF
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.EMBEDDINGS);
  }

  @Override
  public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    Tensor isFirst = positions.equal(0).unsqueeze(-1); // [batch or 1, position, 1]
    Tensor before = isFirst.not().where(before(scope, embeddings), 0); // [batch, position, d_model]
    Tensor current = current(scope, embeddings.dim(-1)); // [d_model]
    return before.add(embeddings.subtract(before).multiply(current)); // [batch, position, d_model]
  }

  /** The embeddings of the tokens before: [batch, position, d_model]. */
  private static Tensor before(Scope scope, Tensor x) {
    Dim position = x.dim(1);
    Polynomial last = position.extent().minus(Polynomial.ONE);
    Shape one = x.shape().with(1, Dim.one()); // [batch, 1, d_model]
    Tensor earlier =
        scope.mode().isDecoding()
            ? scope.previous("last", DataType.FLOAT, one)
            : scope.zeros(one); // [batch, 1, d_model]
    if (scope.mode().isDecoding()) {
      scope.next("last", x.slice(1, last, Dim.one()));
    }
    return Tensor.concat(1, earlier, x)
        .slice(1, Polynomial.ZERO, position); // [batch, position, d_model]
  }

  /** How much of each channel comes from the token itself: [d_model]. */
  private Tensor current(Scope scope, Dim dModel) {
    double[] start = new double[Math.toIntExact(dModel.size())];
    int width = start.length;
    return switch (mix) {
      case LEARNED -> {
        Arrays.setAll(start, i -> (double) i / width);
        Tensor learned = scope.parameter("mix", Initializer.ZEROS, dModel); // [d_model]
        yield scope.constant(start, dModel).add(learned); // [d_model]
      }
      case HALF -> {
        Arrays.setAll(start, i -> 2 * i < width ? 0 : 1);
        yield scope.constant(start, dModel); // [d_model]
      }
    };
  }
}
