package org.ablate.model;

/**
 * The sizes of a Transformer.
 *
 * @param architecture which stacks it has
 * @param dModel the width of the residual stream
 * @param nHeads the number of attention heads
 * @param nLayers the number of layers of each stack
 * @param dFf the stated width of the feed-forward
 * @param dropout the probability with which embeddings and outputs of sub-layers are dropped
 * @param stochasticDepth the probability with which an example does without a sub-layer of the last
 *     layer in training; less in earlier layers (Huang et al. (2016), arXiv:1603.09382)
 * @param tiedLayers whether all layers of a stack share the parameters of the first (Dehghani et
 *     al. (2018), arXiv:1807.03819; Lan et al. (2019), arXiv:1909.11942, §3.1)
 * @param tieEmbeddings whether the classifier uses the embeddings' matrix (Press and Wolf (2017),
 *     arXiv:1608.05859)
 * @param scaleEmbeddings whether embeddings are multiplied by √d_model (Vaswani et al. (2017),
 *     §3.4)
 */
public record TransformerSettings(
    Architecture architecture,
    int dModel,
    int nHeads,
    int nLayers,
    int dFf,
    double dropout,
    double stochasticDepth,
    boolean tiedLayers,
    boolean tieEmbeddings,
    boolean scaleEmbeddings) {

  /** A small encoder–decoder. */
  public static final TransformerSettings DEFAULTS =
      new TransformerSettings(
          Architecture.ENCODER_DECODER, 128, 4, 2, 512, 0.1, 0, false, true, true);

  public TransformerSettings {
    requirePositive("d_model", dModel);
    requirePositive("n_heads", nHeads);
    requirePositive("n_layers", nLayers);
    requirePositive("d_ff", dFf);
    if (dModel % nHeads != 0) {
      throw new IllegalArgumentException(
          "d_model must be a multiple of n_heads, but %d is none of %d".formatted(dModel, nHeads));
    }
    requireProbability("dropout", dropout);
    requireProbability("stochastic_depth", stochasticDepth);
  }

  private static void requireProbability(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("%s must be in [0, 1), got %s".formatted(key, value));
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(key, value));
    }
  }
}
