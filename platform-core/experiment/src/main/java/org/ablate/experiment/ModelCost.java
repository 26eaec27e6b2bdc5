package org.ablate.experiment;

import java.util.Optional;

/**
 * What a model costs on the data of its task.
 *
 * @param parameters how many numbers it learns
 * @param flopsPerToken floating-point operations of a forward pass, by token
 * @param stateBytes what it keeps while it decodes; empty where it keeps nothing
 * @param tokensPerStep how many tokens a training step reads in the mean
 */
public record ModelCost(
    double parameters, double flopsPerToken, Optional<Double> stateBytes, double tokensPerStep) {

  /** A backward pass costs twice a forward pass. Kaplan et al. (2020), arXiv:2001.08361, §2.1. */
  private static final int PASSES = 3;

  /** Floating-point operations of a training step. */
  public double flopsPerStep() {
    return PASSES * flopsPerToken * tokensPerStep;
  }
}
