package org.ablate.training.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ablate.model.Architecture;
import org.ablate.plugin.Example;

/** The types of examples, and the architectures that each can be given to. */
public enum ExampleKind {
  PAIR(Example.Pair.class, "pairs of texts", Architecture.DECODER, Architecture.ENCODER_DECODER),
  TRANSLATION(
      Example.Translation.class,
      "texts and their translations",
      Architecture.ENCODER_DECODER,
      Architecture.DECODER),
  MASKED(Example.Masked.class, "texts with hidden tokens", Architecture.ENCODER),
  TEXT(Example.Text.class, "texts to be modeled token by token", Architecture.DECODER),
  TAGGED(Example.Tagged.class, "tagged sequences", Architecture.ENCODER, Architecture.DECODER),
  LABELED(Example.Labeled.class, "labeled texts", Architecture.ENCODER);

  private final Class<? extends Example> type;
  private final String description;
  private final List<Architecture> architectures;

  ExampleKind(Class<? extends Example> type, String description, Architecture... architectures) {
    this.type = type;
    this.description = description;
    this.architectures = List.of(architectures);
  }

  /** The kind of a type of examples. */
  public static ExampleKind of(Class<? extends Example> type) {
    return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst().orElseThrow();
  }

  /** Why an architecture cannot be given examples of this kind, if so. */
  Optional<String> refusal(Architecture architecture) {
    if (architectures.contains(architecture)) {
      return Optional.empty();
    }
    String allowed =
        architectures.stream().map(ExampleKind::key).collect(Collectors.joining(" or "));
    return Optional.of(
        "the task gives %s, which need the architecture %s, not %s"
            .formatted(description, allowed, key(architecture)));
  }

  private static String key(Architecture architecture) {
    return architecture.name().toLowerCase(Locale.ROOT).replace("_", "-");
  }
}
