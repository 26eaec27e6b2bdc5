package org.ablate.plugins.positional_encoding;

import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Attention with hard biases: head h of the first few sees the nearest h tokens, itself among them,
 * and no other; the rest of the heads see all, without positions. Jelassi et al. (2024),
 * arXiv:2402.01032, §3.1. In both directions the distance counts alike.
 *
 * @param windowedHeads how many heads see a window
 */
public record HardAlibi(int windowedHeads) implements PositionalEncoding {

  /**
   * What is added to the score of a key outside of the window: −∞ in the paper, and here a number
   * that any softmax turns into 0, so that a mix of scores stays a number.
   */
  private static final double NEVER = -1e9;

  public HardAlibi {
    if (windowedHeads < 1) {
      throw new IllegalArgumentException("windowed_heads must be at least 1, got " + windowedHeads);
    }
  }

  @Override
  public Set<Place> places() {
    return Set.of(Place.SCORES);
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    Dim head = query.dim(1);
    Tensor windows = scope.constant(windows(head), head, Dim.one(), Dim.one()); // [head, 1, 1]
    Tensor distance = positions.distance().abs(); // [batch or 1, 1, query, key]
    Tensor outside = distance.greaterOrEqual(windows); // [batch or 1, head, query, key]
    return outside.toFloat().multiply(NEVER); // [batch or 1, head, query, key]
  }

  /** How many tokens each head sees: 1, 2, 3, …, and then all. */
  private double[] windows(Dim head) {
    double[] windows = new double[Math.toIntExact(head.size())];
    for (int h = 0; h < windows.length; h++) {
      windows[h] = h < windowedHeads ? h + 1 : Integer.MAX_VALUE;
    }
    return windows;
  }
}
