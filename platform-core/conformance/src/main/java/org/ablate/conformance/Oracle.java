package org.ablate.conformance;

import java.util.Map;
import java.util.Optional;
import org.ablate.tensor.Array;

/**
 * A slow, obvious computation in plain Java of what a variant gives, written from its paper and not
 * from its source. {@link Conformance#checks(org.ablate.plugin.Variant, Oracle)} compares the two.
 */
public sealed interface Oracle {

  /** Of an {@link org.ablate.plugin.Attention}. */
  @FunctionalInterface
  non-sealed interface OfHeads extends Oracle {

    /** The outputs of one row: [head][query][head_dim]. */
    double[][][] attend(Heads heads);
  }

  /**
   * What an attention is given for one row.
   *
   * @param query [head][query][head_dim]
   * @param key [key_value_head][key][head_dim]
   * @param value [key_value_head][key][head_dim]
   * @param allowed which keys a query may attend to: [query][key]
   * @param bias what is added to scores, [head][query][key]; empty where nothing is
   * @param weights the attention's parameters by name
   */
  record Heads(
      double[][][] query,
      double[][][] key,
      double[][][] value,
      boolean[][] allowed,
      Optional<double[][][]> bias,
      Map<String, Array> weights) {}

  /** Of a {@link org.ablate.plugin.FeedForward} or a {@link org.ablate.plugin.Normalization}. */
  @FunctionalInterface
  non-sealed interface OfTokens extends Oracle {

    /**
     * The outputs of one row of tokens: [position][d_model].
     *
     * @param x [position][d_model]
     * @param weights the variant's parameters by name
     */
    double[][] transform(double[][] x, Map<String, Array> weights);
  }

  /** Of a {@link org.ablate.plugin.TokenMixer}. */
  @FunctionalInterface
  non-sealed interface OfSequence extends Oracle {

    /**
     * The outputs of one row of tokens, none of them padding: [position][d_model].
     *
     * @param x [position][d_model]
     * @param causal whether a position may see only those up to itself
     * @param heads the number of heads of the model
     * @param weights the variant's parameters by name
     */
    double[][] mix(double[][] x, boolean causal, int heads, Map<String, Array> weights);
  }
}
