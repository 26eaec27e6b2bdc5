package org.ablate.experiment;

import java.util.Locale;
import java.util.Optional;

/** What variants can be matched on. */
enum Quantity {
  PARAMETERS("parameters"),
  FLOPS("FLOPs per token"),
  STATE("state bytes");

  private final String words;

  Quantity(String words) {
    this.words = words;
  }

  /** The key in experiment files. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  Optional<Double> of(ModelCost cost) {
    return switch (this) {
      case PARAMETERS -> Optional.of(cost.parameters());
      case FLOPS -> Optional.of(cost.flopsPerToken());
      case STATE -> cost.stateBytes();
    };
  }

  @Override
  public String toString() {
    return words;
  }
}
