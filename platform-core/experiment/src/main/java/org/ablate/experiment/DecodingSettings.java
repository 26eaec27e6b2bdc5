package org.ablate.experiment;

import org.ablate.training.decoding.BeamSearch;
import org.ablate.training.decoding.Decoding;
import org.ablate.training.decoding.Greedy;
import org.ablate.training.decoding.RepetitionPenalty;
import org.ablate.training.decoding.Sampling;
import org.ablate.training.decoding.Truncation;

/**
 * How a trained model answers: on the test split and when it is asked. The validation during the
 * training takes the most likely token each time. The components are the keys under {@code
 * decoding} in experiment files.
 *
 * @param maxLength the number of tokens after which an answer that was asked for is cut off
 * @param beam how many beginnings of an answer a {@linkplain BeamSearch beam search} keeps; 1 for
 *     none
 * @param lengthPenalty the α by which beam search allows for lengths
 * @param temperature by which tokens are {@linkplain Sampling drawn}; 0 takes the most likely one
 * @param topK how many of the most likely tokens may be drawn; 0 for all
 * @param topP the probability that the tokens which may be drawn have together
 * @param minP how likely a token must be that may be drawn, in proportion to the most likely one
 * @param repetitionPenalty what logits of tokens are divided by that are there already
 */
public record DecodingSettings(
    int maxLength,
    int beam,
    double lengthPenalty,
    double temperature,
    int topK,
    double topP,
    double minP,
    double repetitionPenalty) {
  public static final DecodingSettings DEFAULTS = new DecodingSettings(128, 1, 0.6, 0, 0, 1, 0, 1);

  public DecodingSettings {
    if (maxLength < 1) {
      throw new IllegalArgumentException("max_length must be at least 1, got " + maxLength);
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be at least 0, got " + temperature);
    }
    RepetitionPenalty repetition = new RepetitionPenalty(repetitionPenalty);
    new BeamSearch(beam, lengthPenalty, repetition);
    Truncation truncation = new Truncation(topK, topP, minP);
    if (beam > 1 && temperature > 0) {
      throw new IllegalArgumentException(
          "beam search keeps the most likely answers and draws no token: state beam or temperature, not both");
    }
    if (temperature == 0 && !truncation.equals(Truncation.NONE)) {
      throw new IllegalArgumentException(
          "top_k, top_p and min_p say which tokens may be drawn, but none is drawn: state a temperature, too");
    }
  }

  /** What these settings mean, with a seed for what is drawn. */
  public Decoding decoding(long seed) {
    RepetitionPenalty repetition = new RepetitionPenalty(repetitionPenalty);
    if (beam > 1) {
      return new BeamSearch(beam, lengthPenalty, repetition);
    }
    return temperature > 0
        ? new Sampling(temperature, new Truncation(topK, topP, minP), repetition, seed)
        : new Greedy(repetition);
  }
}
