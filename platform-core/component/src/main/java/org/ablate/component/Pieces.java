package org.ablate.component;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Component;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.plugin.installed.PluginOrigin;

/**
 * What an attention is composed of.
 *
 * @param kernel the formula from queries, keys and values to outputs
 * @param queryKeyNorm of each head of queries and keys, before they get positions; taken in place
 *     of the kernel's {@link Attention#queries} and {@link Attention#keys}
 * @param positionalEncoding of queries and keys, or on scores
 * @param bias whose {@link Attention#bias} is taken in place of the kernel's
 * @param values whose {@link Attention#values} is taken in place of the kernel's
 * @param output whose {@link Attention#output} is taken in place of the kernel's
 * @param plugins where the pieces come from
 */
public record Pieces(
    Attention kernel,
    Optional<Normalization> queryKeyNorm,
    Optional<PositionalEncoding> positionalEncoding,
    Optional<Attention> bias,
    Optional<Attention> values,
    Optional<Attention> output,
    List<PluginOrigin> plugins) {

  /** Takes a copy. */
  public Pieces {
    plugins = List.copyOf(plugins);
  }

  /** The pieces that there are. */
  Stream<Component> components() {
    return Stream.of(Optional.of(kernel), queryKeyNorm, positionalEncoding, bias, values, output)
        .<Component>flatMap(Optional::stream);
  }

  /** What all of them honour, together. */
  Set<Capability> capabilities() {
    EnumSet<Capability> all = EnumSet.copyOf(kernel.capabilities());
    Stream.of(bias, values, output)
        .flatMap(Optional::stream)
        .forEach(piece -> all.retainAll(piece.capabilities()));
    if (positionalEncoding.isPresent()) {
      // Another encoding of the same tokens, and positions in another sequence, would mean nothing.
      all.removeAll(EnumSet.of(Capability.ROTATION, Capability.CROSS));
    }
    if (kernel instanceof RecurrentAttention) {
      all.remove(Capability.INCREMENTAL); // the kernel's state knows none of the other pieces
    }
    return all;
  }

  OptionalInt maxLength() {
    return IntStream.concat(
            kernel.maxLength().stream(),
            positionalEncoding.map(e -> e.maxLength().stream()).orElse(IntStream.empty()))
        .min();
  }
}
