package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Attention whose scores do not compare tokens: they are made of the query's token alone, or
 * learned for each pair of places. Tay et al. (2021), arXiv:2005.00743, eq. 1 to 6.
 *
 * @param form where scores come from
 * @param length the longest sequence, for which there are scores
 * @param rank the inner width of the factorized random form; of the factorized dense form, one of
 *     the two factors of the length
 */
public record SynthesizerMixer(Form form, int length, int rank) implements TokenMixer {

  /** Where scores come from. */
  public enum Form {
    /** W₂ relu(W₁ x + b₁) + b₂, a score for each place. */
    DENSE,
    /** Of two such, shorter ones, the product of each score of one with each of the other. */
    FACTORIZED_DENSE,
    /** Learned for each head and each pair of places. */
    RANDOM,
    /** Learned for each head as a product R₁ R₂ᵀ. */
    FACTORIZED_RANDOM
  }

  public SynthesizerMixer {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be at least 1, got " + rank);
    }
    if (form == Form.FACTORIZED_DENSE && length % rank != 0) {
      throw new IllegalArgumentException(
          "with the form factorized-dense the length must be a multiple of the rank, but %d is none of %d"
              .formatted(length, rank));
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    Tensor row = Places.of(scope, x, sequence.padding()); // [batch or 1, query]
    Tensor column = scope.append("places", row, -1); // [batch or 1, key]
    Tensor value =
        scope.append(
            "values", Heads.project(scope, "value", x, heads, "key"), -2); // [b, head, key, hd]
    Tensor table =
        switch (form) {
          case DENSE -> dense(scope, "score", x, heads, length); // [batch, query, head, place]
          case FACTORIZED_DENSE -> factorizedDense(scope, x, heads); // [batch, query, head, place]
          case RANDOM -> random(scope, heads).take(row); // [batch or 1, query, head, place]
          case FACTORIZED_RANDOM -> factorizedRandom(scope, heads).take(row); // as random
        };
    Tensor places = table.transpose(1, 2).rename(-2, "query"); // [batch or 1, head, query, place]
    Tensor chosen =
        column
            .rename(-1, "key")
            .unsqueeze(1)
            .unsqueeze(1) // [batch or 1, 1, 1, key]
            .broadcastTo(
                places.shape().with(-1, column.dim(-1).renamed("key"))); // [b or 1, h, query, key]
    Tensor scores = places.gather(-1, chosen); // [batch or 1, head, query, key]
    Tensor mixed =
        SoftmaxHeads.attend(scope, scores, value, sequence); // [batch, head, query, head_dim]
    return scope.linear("output", Heads.merge(mixed, x), x.dim(-1)); // [batch, position, d_model]
  }

  private static Tensor dense(Scope scope, String name, Tensor x, int heads, long places) {
    Tensor hidden =
        scope
            .linear(name + "_in", x, x.dim(-1).renamed("hidden"))
            .relu(); // [batch, position, hidden]
    return scope
        .linear(name + "_out", hidden, Dim.of("scores", heads * places))
        .unflatten(
            -1, Dim.of("head", heads), Dim.of("place", places)); // [batch, position, head, place]
  }

  /** The score of a place is that of its row times that of its column in a table of places. */
  private Tensor factorizedDense(Scope scope, Tensor x, int heads) {
    Tensor rows = dense(scope, "row", x, heads, length / rank); // [batch, position, head, row]
    Tensor columns = dense(scope, "column", x, heads, rank); // [batch, position, head, column]
    return rows.unsqueeze(-1)
        .multiply(columns.unsqueeze(-2)) // [batch, position, head, row, column]
        .flatten(-2, -1, "place"); // [batch, position, head, place]
  }

  private Tensor random(Scope scope, int heads) {
    return scope.parameter(
        "scores",
        new Initializer.Normal(1),
        Dim.of("row", length),
        Dim.of("head", heads),
        Dim.of("place", length)); // [row, head, place]
  }

  private Tensor factorizedRandom(Scope scope, int heads) {
    Dim head = Dim.of("head", heads);
    Initializer spread = new Initializer.Normal(Math.pow(rank, -0.25));
    Tensor rows =
        scope.parameter(
            "rows", spread, head, Dim.of("row", length), Dim.of("rank", rank)); // [head, row, rank]
    Tensor columns =
        scope.parameter(
            "columns",
            spread,
            head,
            Dim.of("place", length),
            Dim.of("rank", rank)); // [head, place, rank]
    return rows.matmul(columns.transpose(-2, -1)).transpose(0, 1); // [row, head, place]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(length);
  }
}
