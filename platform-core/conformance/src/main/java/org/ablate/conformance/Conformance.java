package org.ablate.conformance;

import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.Variant;

/** What variants must do. Holds the engines that the checks compute with. */
public final class Conformance implements AutoCloseable {
  private final Engines engines;

  private Conformance(Engines engines) {
    this.engines = engines;
  }

  /**
   * Opens the engines.
   *
   * @throws org.ablate.libtorch.LibtorchException if libtorch is not there
   * @throws org.ablate.onnx.OnnxException if ONNX Runtime is not there
   */
  public static Conformance open() {
    return new Conformance(Engines.open());
  }

  /** The variants that a plugin registers. */
  public static List<Variant> variants(Plugin plugin) {
    List<Variant> variants = new ArrayList<>();
    plugin.register(variants::add);
    return variants;
  }

  /** The checks for a variant. */
  public List<Check> checks(Variant variant) {
    PlainParts plain = PlainParts.plain();
    return switch (variant.kind()) {
      case ATTENTION -> {
        Mixer mixer = (Mixer) variant.defaults();
        Models models = new Models(plain.withMixer(mixer));
        List<Check> checks = checks(models, Integer.MAX_VALUE);
        checks.addAll(new MixerChecks(mixer).all());
        yield checks;
      }
      case POSITIONAL_ENCODING -> {
        PositionalEncoding encoding = (PositionalEncoding) variant.defaults();
        Models models = new Models(plain.withPositions(encoding));
        yield checks(models, encoding.maxLength().orElse(Integer.MAX_VALUE));
      }
      case NORMALIZATION -> checks(plain.withNormalization((Normalization) variant.defaults()));
      case FEED_FORWARD -> checks(plain.withFeedForward((FeedForward) variant.defaults()));
      case PLACEMENT -> checks(plain.withPlacement((Placement) variant.defaults()));
      case TOKENIZER -> new TokenizerChecks((Tokenizer) variant.defaults()).all();
      case TASK -> new TaskChecks((Task) variant.defaults()).all();
    };
  }

  private List<Check> checks(PlainParts parts) {
    return checks(new Models(parts), Integer.MAX_VALUE);
  }

  private List<Check> checks(Models models, int maxLength) {
    List<Check> checks = new ArrayList<>(new ModelChecks(models, maxLength).all());
    checks.addAll(new GradientChecks(models, engines).all());
    return checks;
  }

  @Override
  public void close() {
    engines.close();
  }
}
