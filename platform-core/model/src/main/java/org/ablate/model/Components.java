package org.ablate.model;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;

/** The exchangeable parts of a Transformer. */
public record Components(
    Choice<Mixer> attention,
    Choice<Mixer> crossAttention,
    Choice<PositionalEncoding> positionalEncoding,
    Choice<Normalization> normalization,
    Choice<FeedForward> feedForward,
    Choice<Placement> placement) {

  /** The longest sequence that these parts can take, where one of them has a limit. */
  public OptionalInt maxLength() {
    return IntStream.of(
            positionalEncoding.component().maxLength().orElse(Integer.MAX_VALUE),
            attention.component().maxLength().orElse(Integer.MAX_VALUE),
            crossAttention.component().maxLength().orElse(Integer.MAX_VALUE))
        .filter(length -> length < Integer.MAX_VALUE)
        .min();
  }
}
