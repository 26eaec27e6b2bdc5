package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Mixer;
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

  /** The checks for a variant; one that fails where it takes no sequence that they could use. */
  public List<Check> checks(Variant variant) {
    if (variant.defaults() instanceof Mixer mixer && isInNoStack(mixer)) {
      return List.of(Check.of("a stack can be made of it", Conformance::refuseStacks));
    }
    int longest = maxLength(variant).orElse(Integer.MAX_VALUE);
    return longest < ModelChecks.LONGEST
        ? List.of(Check.of("sequences are long enough to be checked", () -> refuse(longest)))
        : checksOf(variant);
  }

  private static boolean isInNoStack(Mixer mixer) {
    return Collections.disjoint(
        mixer.capabilities(), Set.of(Capability.BIDIRECTIONAL, Capability.CAUSAL));
  }

  private static void refuseStacks() {
    throw new ConformanceException(
        "it declares neither bidirectional nor causal; an encoder needs the one, a decoder the other");
  }

  private static OptionalInt maxLength(Variant variant) {
    if (variant.defaults() instanceof Mixer mixer) {
      return mixer.maxLength();
    }
    return variant.defaults() instanceof PositionalEncoding encoding
        ? encoding.maxLength()
        : OptionalInt.empty();
  }

  private static void refuse(int longest) {
    throw new ConformanceException(
        "its maxLength() is %d, and the checks use sequences of up to %d tokens; give it defaults that take them"
            .formatted(longest, ModelChecks.LONGEST));
  }

  private List<Check> checksOf(Variant variant) {
    List<Check> checks = new ArrayList<>();
    switch (variant.kind()) {
      case ATTENTION -> {
        PlainParts parts = PlainParts.plain().with(variant);
        checks.addAll(checks(parts));
        checks.addAll(ofMixer(parts));
        checks.addAll(withSmallSettings(parts));
      }
      case POSITIONAL_ENCODING -> {
        PositionalEncoding encoding = (PositionalEncoding) variant.defaults();
        int maxLength = encoding.maxLength().orElse(Integer.MAX_VALUE);
        checks.addAll(checks(new Models(PlainParts.plain().with(variant)), maxLength));
        checks.addAll(new PositionChecks(encoding).all());
        checks.addAll(new PlaceChecks(encoding).all());
      }
      case NORMALIZATION -> {
        PlainParts used = PlainParts.plain().withPlacement(new PlainParts.NormBefore());
        checks.addAll(checks(used.with(variant)));
      }
      case FEED_FORWARD -> {
        checks.addAll(checks(PlainParts.plain().with(variant)));
        checks.add(TokenChecks.byItself((FeedForward) variant.defaults()));
      }
      case PLACEMENT -> {
        PlainParts used = PlainParts.plain().withNormalization(new PlainParts.PlainNorm());
        checks.addAll(checks(used.with(variant)));
      }
      case TOKENIZER -> {
        return new TokenizerChecks((Tokenizer) variant.defaults()).all();
      }
      case TASK -> {
        return new TaskChecks((Task) variant.defaults()).all();
      }
    }
    checks.add(AgreementCheck.of(engines.verification(), variant.kind(), variant.defaults()));
    return checks;
  }

  /**
   * Like {@link #checks(Variant)}, and that the variant gives what an oracle gives.
   *
   * @throws IllegalArgumentException if the oracle is not one of the variant's kind
   */
  public List<Check> checks(Variant variant, Oracle oracle) {
    List<Check> checks = new ArrayList<>(checks(variant));
    checks.add(OracleChecks.of(variant, oracle));
    return checks;
  }

  /**
   * One check for each combination of variants that can be composed: every attention with every
   * positional encoding, and every attention with every normalization and placement. Of the triples
   * as many are taken as it needs for each two variants of a triple to meet, always the same ones.
   * A combination that cannot be composed is skipped with the reason that the platform gives.
   */
  public List<Check> combinations(List<Variant> variants) {
    return new Combinations(variants, engines).all();
  }

  private static List<Check> ofMixer(PlainParts parts) {
    List<Check> checks = new ArrayList<>(new CapabilityChecks(new Models(parts)).all());
    if (parts.attention() instanceof Attention attention) {
      checks.addAll(new MixerChecks(attention).all());
    }
    return checks;
  }

  /** What depends on settings that the sequences of checks are too short for. */
  private List<Check> withSmallSettings(PlainParts parts) {
    List<String> large = SmallSettings.large(parts.attention());
    if (large.isEmpty()) {
      return List.of();
    }
    return SmallSettings.of(parts.attention())
        .map(small -> ofSmall(parts, small))
        .orElseGet(
            () ->
                List.of(
                    new Check(
                        "large settings are checked where they act",
                        () ->
                            Outcome.skipped(
                                "no small settings: it refuses 3, 4, 6 and 8 for "
                                    + String.join(", ", large)))));
  }

  private List<Check> ofSmall(PlainParts parts, SmallSettings small) {
    PlainParts others = parts.withMixer(small.mixer());
    Models models = new Models(others);
    List<Check> checks = new ArrayList<>(new ModelChecks(models).all());
    checks.addAll(new GradientChecks(models, engines).all());
    checks.addAll(ofMixer(others));
    return checks.stream()
        .map(check -> new Check(check.name() + ", with " + small.changes(), check.body()))
        .toList();
  }

  private List<Check> checks(PlainParts parts) {
    return checks(new Models(parts), parts.components().maxLength().orElse(Integer.MAX_VALUE));
  }

  private List<Check> checks(Models models, int maxLength) {
    List<Check> checks = new ArrayList<>(new ModelChecks(models).all());
    checks.addAll(new GradientChecks(models, engines).all());
    checks.addAll(new StabilityChecks(models, engines, maxLength).all());
    checks.addAll(new DeterminismChecks(models, engines).all());
    return checks;
  }

  @Override
  public void close() {
    engines.close();
  }
}
