package org.ablate.training.evaluation;

import java.util.List;
import java.util.Locale;
import org.ablate.plugin.Example;
import org.ablate.training.data.Classes;
import org.ablate.training.data.ExampleKind;

/**
 * What is measured of a model, in the order in which it is shown; what models are compared by is
 * {@link #primary}.
 */
public enum Metric {
  /** The part of the answers that is right from the first token to the end token. */
  EXACT_MATCH(Scale.FRACTION),
  /** {@link Bleu}, from 0 to 100. */
  BLEU(Scale.POINTS),
  /** {@link ChrF}, from 0 to 100. */
  CHRF(Scale.POINTS),
  /** {@link EntityF1}. */
  F1(Scale.FRACTION),
  /** The part of the labels that is predicted. */
  ACCURACY(Scale.FRACTION),
  /** {@link MacroF1}. */
  MACRO_F1(Scale.FRACTION),
  /** The mean cross-entropy of a label, in nats, without smoothing. */
  LOSS(Scale.NATS),
  /** e to the power of the loss of a token. */
  PERPLEXITY(Scale.NATS),
  /** The loss of a text in bits, divided by its length in UTF-8. */
  BITS_PER_BYTE(Scale.NATS),
  /** The part of the tokens that is predicted when all before it are given. */
  TOKEN_ACCURACY(Scale.FRACTION);

  private enum Scale {
    /** From 0 to 1, higher is better. */
    FRACTION,
    /** From 0 to 100, higher is better. */
    POINTS,
    /** From 0 on, lower is better. */
    NATS
  }

  private final Scale scale;

  Metric(Scale scale) {
    this.scale = scale;
  }

  /**
   * What models are chosen and compared by: their checkpoints, candidates of a tuning, variants in
   * halving and in reports.
   *
   * @param training the examples that a task gives for training, at least one
   */
  public static Metric primary(List<? extends Example> training) {
    return switch (ExampleKind.of(training.get(0).getClass())) {
      case PAIR -> EXACT_MATCH;
      case TRANSLATION -> BLEU;
      case MASKED, TEXT -> LOSS;
      case TAGGED -> EntityF1.applies(Classes.of(training)) ? F1 : ACCURACY;
      case LABELED -> ACCURACY;
    };
  }

  /**
   * The metric of a {@link #key}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Metric ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  public boolean higherIsBetter() {
    return scale != Scale.NATS;
  }

  /** Whether values are parts of a whole, between 0 and 1. */
  public boolean isFraction() {
    return scale == Scale.FRACTION;
  }

  /** A value as a person reads it: {@code 61.2 %}, {@code 36.2}, {@code 1.623}. */
  public String text(double value) {
    return switch (scale) {
      case FRACTION -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
      case POINTS -> String.format(Locale.ROOT, "%.1f", value);
      case NATS -> String.format(Locale.ROOT, "%.3f", value);
    };
  }

  /** Whether one value is better than another. */
  public boolean isBetter(double value, double other) {
    return higherIsBetter() ? value > other : value < other;
  }

  /** The name in files: {@code exact_match}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words: {@code exact match}. */
  @Override
  public String toString() {
    return switch (this) {
      case BLEU -> "BLEU";
      case CHRF -> "chrF";
      case F1 -> "F1";
      case MACRO_F1 -> "macro F1";
      default -> key().replace('_', ' ');
    };
  }
}
