package org.ablate.training.decoding;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.ablate.model.SpecialToken;

/** An answer that grows by the token that is chosen, which is never taken back. */
final class SingleAnswer implements Answer {
  private final int[] read;
  private final RepetitionPenalty penalty;
  private final ToIntFunction<double[]> choice;
  private int[] written = {};

  SingleAnswer(int[] read, RepetitionPenalty penalty, ToIntFunction<double[]> choice) {
    this.read = read;
    this.penalty = penalty;
    this.choice = choice;
  }

  @Override
  public void extend(double[][] logits) {
    penalty.apply(logits[0], read, written);
    written = Arrays.copyOf(written, written.length + 1);
    written[written.length - 1] = choice.applyAsInt(logits[0]);
  }

  @Override
  public int open() {
    return written.length > 0 && written[written.length - 1] == SpecialToken.EOS.id() ? 0 : 1;
  }

  @Override
  public int[] parents() {
    return new int[open()];
  }

  @Override
  public int[] lastTokens() {
    return Arrays.copyOfRange(written, written.length - open(), written.length);
  }

  @Override
  public int[] certain() {
    return written;
  }

  @Override
  public int[] best() {
    return written;
  }
}
