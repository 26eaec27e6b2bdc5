package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Σᵢ G(x)ᵢ Eᵢ(x): of several feed-forwards, the experts, each token takes the few that a router
 * chooses for it. Shazeer et al. (2017), arXiv:1701.06538, eq. 1 and 3 to 5, without the noise of
 * eq. 4; the loss that balances the load is that of Fedus et al. (2021), arXiv:2101.03961, eq. 4 to
 * 6. One expert is a plain {@link Relu}.
 *
 * <p>Each expert is as wide as is stated and is computed for every token; only what is added up is
 * sparse. Costs are therefore those of all experts.
 *
 * @param experts how many feed-forwards there are
 * @param topK how many of them a token takes
 * @param gates among which experts the router's softmax is taken
 * @param loadBalance α, the weight of the loss that balances the load; 0 for none
 * @param biases whether experts have b₁ and b₂
 */
public record MixtureOfExperts(
    int experts, int topK, Gates gates, double loadBalance, boolean biases) implements FeedForward {

  /** Among which experts the router's softmax is taken. */
  public enum Gates {
    /** Those that are chosen, so that their weights sum to one. Shazeer et al. (2017), eq. 3. */
    CHOSEN,
    /** All, so that a router learns even where it chooses one. Fedus et al. (2021), eq. 1. */
    ALL
  }

  public MixtureOfExperts {
    if (experts < 1) {
      throw new IllegalArgumentException("experts must be at least 1, got " + experts);
    }
    if (topK < 1 || topK > experts) {
      throw new IllegalArgumentException(
          "top_k must be from 1 to the number of experts, which is %d, got %d"
              .formatted(experts, topK));
    }
    if (topK == 1 && experts > 1 && gates == Gates.CHOSEN) {
      throw new IllegalArgumentException(
          "top_k must be at least 2 where gates is chosen: the weight of a single expert is always 1, and the router learns nothing; set gates to all");
    }
    if (!(loadBalance >= 0)) {
      throw new IllegalArgumentException("load_balance must be at least 0, got " + loadBalance);
    }
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    Dim expert = Dim.of("expert", experts);
    Tensor logits = scope.projection("router", x, expert); // [batch, position, expert]
    Tensor chosen = chosen(scope, logits); // [batch, position, expert]
    if (scope.mode() == Mode.TRAINING && loadBalance > 0) {
      scope.auxiliaryLoss(
          "load_balance", imbalance(logits, chosen, padding).multiply(loadBalance)); // []
    }
    Tensor weights =
        gates == Gates.CHOSEN
            ? logits.softmax(chosen)
            : chosen.where(logits.softmax(-1), 0); // [batch, position, expert]
    Tensor columns =
        scope
            .probe("gates", weights)
            .flatten(0, 1, "token") // [token, expert]
            .transpose(0, 1)
            .unsqueeze(-1); // [expert, token, 1]
    Tensor outputs =
        experts(scope, x.flatten(0, 1, "token"), expert, width); // [expert, token, d_model]
    Tensor sum = outputs.multiply(columns).sum(0).squeeze(0); // [token, d_model]
    return sum.unflatten(0, x.dim(0), x.dim(1)); // [batch, position, d_model]
  }

  /** Whether an expert is among the k of the highest logits. */
  private Tensor chosen(Scope scope, Tensor logits) {
    Tensor indices = logits.topK(topK, -1).unsqueeze(-1); // [batch, position, top, 1]
    Tensor each = indices.equal(scope.range(logits.dim(-1))); // [batch, position, top, expert]
    return each.toFloat().sum(-2).squeeze(-2).greater(0); // [batch, position, expert]
  }

  /** n Σᵢ fᵢ Pᵢ: 1 where all experts have as much to do, n where one has everything. */
  private Tensor imbalance(Tensor logits, Tensor chosen, Padding padding) {
    Tensor load = meanOverTokens(chosen.toFloat(), padding).divide(topK); // [1, 1, expert]
    Tensor probability = meanOverTokens(logits.softmax(-1), padding); // [1, 1, expert]
    return load.multiply(probability).sum(-1).multiply(experts).reshape(Shape.of()); // []
  }

  private static Tensor meanOverTokens(Tensor x, Padding padding) {
    if (padding.tokens().isEmpty()) {
      return x.mean(0, 1); // [1, 1, expert]
    }
    Tensor tokens = padding.tokens().get().toFloat().sum(0, 1).unsqueeze(-1); // [1, 1, 1]
    return padding.zero(x).sum(0, 1).divide(tokens); // [1, 1, expert]
  }

  private Tensor experts(Scope scope, Tensor tokens, Dim expert, Dim width) {
    Tensor hidden = projected(scope, "in", tokens, expert, width).relu(); // [expert, token, d_ff]
    return projected(
        scope,
        "out",
        scope.probe("experts", hidden),
        expert,
        tokens.dim(-1)); // [expert, token, d_model]
  }

  private Tensor projected(Scope outer, String name, Tensor x, Dim expert, Dim out) {
    return outer.in(
        name,
        scope -> {
          Tensor weight =
              scope.parameter(
                  "weight",
                  new Initializer.XavierUniform(),
                  expert,
                  x.dim(-1),
                  out); // [expert, in, out]
          Tensor product = x.matmul(weight); // [expert, token, out]
          return biases
              ? product.add(
                  scope.parameter(
                      "bias", Initializer.ZEROS, expert, Dim.one(), out)) // [expert, 1, out]
              : product; // [expert, token, out]
        });
  }
}
