package org.ablate.training.decoding;

/**
 * How tokens are chosen, one after the other. It is told logits and nothing of the model that they
 * come from.
 */
public sealed interface Decoding permits Greedy, Sampling, BeamSearch {

  /**
   * Starts to answer.
   *
   * @param read the tokens that the answer continues
   */
  Answer begin(int[] read);
}
