package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.model.Architecture;
import org.ablate.model.CompositionException;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Mixer;
import org.ablate.tensor.Cost;

/** What a mixer says of itself must be true. */
final class CapabilityChecks {
  private static final long[] ROW = {7, 10, 6, 9, 8};
  private static final long[] SOURCE = {9, 6, 11, 8};

  private final Models models;
  private final Mixer mixer;

  CapabilityChecks(Models models) {
    this.models = models;
    this.mixer = models.parts().attention();
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of("what it does not declare is refused", this::refused));
    if (models.can(Capability.INCREMENTAL) && !models.can(Capability.CAUSAL)) {
      checks.add(
          Check.of("what decodes token by token is causal", CapabilityChecks::refuseIncremental));
    }
    if (models.can(Capability.BIDIRECTIONAL)) {
      checks.add(Check.of("in both directions it sees what comes later", this::seesLater));
    }
    if (models.can(Capability.CROSS)) {
      checks.add(Check.of("another sequence is seen whatever its length", this::seesSource));
    }
    if (models.can(Capability.ROTATION)) {
      checks.add(new Check("rotated queries and keys count by their distance", this::rotated));
    }
    for (Architecture architecture : models.architectures()) {
      checks.add(
          Check.of(
              "its cost grows with the length as it says" + Models.in(architecture),
              () -> growth(architecture)));
    }
    checks.add(new Check("it works with one head", this::oneHead));
    return checks;
  }

  private void refused() {
    PlainParts parts = models.parts();
    for (Capability capability : Capability.values()) {
      if (models.can(capability)) {
        continue;
      }
      Architecture architecture =
          models.can(Capability.CAUSAL) ? Architecture.DECODER : Architecture.ENCODER;
      switch (capability) {
        case BIDIRECTIONAL -> requireRefused(capability, Architecture.ENCODER, parts);
        case CAUSAL -> requireRefused(capability, Architecture.DECODER, parts);
        case CROSS ->
            requireRefused(
                capability, Architecture.ENCODER_DECODER, parts.withCrossAttention(mixer));
        case SCORE_BIAS ->
            requireRefused(
                capability, architecture, parts.withPositions(new PlainParts.PlainDistance()));
        case ROTATION ->
            requireRefused(
                capability, architecture, parts.withPositions(new PlainParts.PlainRotation()));
        case INCREMENTAL -> {
          // Nothing is composed for it: without it, each step is a whole pass.
        }
      }
    }
  }

  private static void requireRefused(
      Capability capability, Architecture architecture, PlainParts parts) {
    try {
      new SmallModel(Setup.of(architecture), parts);
    } catch (CompositionException e) {
      if (e.getMessage().contains("cannot honour " + capability.description())) {
        return;
      }
      throw e;
    }
    throw new ConformanceException(
        "it does not declare %s, and is composed with what needs it all the same"
            .formatted(capability));
  }

  private static void refuseIncremental() {
    throw new ConformanceException(
        "it declares incremental, but not causal: only a decoder's mixer is given one token after the other");
  }

  private void seesLater() {
    SmallModel model = models.of(Setup.of(Architecture.ENCODER));
    double[][] before = model.logits(new long[][] {ROW})[0];
    boolean early = false;
    boolean late = false;
    for (int changed = 0; changed < ROW.length; changed++) {
      long[] tokens = ROW.clone();
      tokens[changed] = 11;
      double[][] after = model.logits(new long[][] {tokens})[0];
      for (int position = 0; position < ROW.length; position++) {
        boolean depends = Expect.difference(before[position], after[position]) > 0;
        early |= depends && changed < position;
        late |= depends && changed > position;
      }
    }
    if (early && !late) {
      throw new ConformanceException(
          "it declares bidirectional, but no output depends on a later token, while outputs depend on earlier ones; look for a causal mask that is always there");
    }
  }

  private void seesSource() {
    if (!(mixer instanceof Attention)) {
      throw new ConformanceException(
          "it declares cross, but only an Attention is given the keys and values of another sequence");
    }
    if (!models.canCross()) {
      return;
    }
    SmallModel model = models.of(Setup.of(Architecture.ENCODER_DECODER));
    for (int length = 1; length <= SOURCE.length; length++) {
      long[] source = Arrays.copyOf(SOURCE, length);
      long[] other = source.clone();
      other[length - 1] = 10;
      for (int targets : new int[] {1, 2, ROW.length}) {
        long[][] target = {Arrays.copyOf(ROW, targets)};
        double[][] before = model.logits(new long[][] {source}, target)[0];
        double[][] after = model.logits(new long[][] {other}, target)[0];
        Expect.finite(before, "with %d source and %d target tokens".formatted(length, targets));
        if (Expect.difference(before[targets - 1], after[targets - 1]) == 0) {
          throw new ConformanceException(
              "it declares cross, but with %d source and %d target tokens the output does not depend on the last token of the source"
                  .formatted(length, targets));
        }
      }
    }
  }

  private Outcome rotated() {
    return ShiftCheck.run(new Models(models.parts().withPositions(new PlainParts.PlainRotation())));
  }

  private void growth(Architecture architecture) {
    Growth claimed = mixer.growth(architecture == Architecture.DECODER);
    SmallModel model = models.of(Setup.of(architecture).unpadded().oneLayer());
    var operations = Cost.of(model.inference(), Float.BYTES).flops();
    int order = operations.degree("position");
    if (order != claimed.order()) {
      throw new ConformanceException(
          "growth(%s) says %s, but a whole layer takes %s operations, which is of order %d in the length"
              .formatted(architecture == Architecture.DECODER, claimed, operations, order));
    }
  }

  private Outcome oneHead() {
    if (mixer instanceof Attention attention) {
      try {
        attention.keyValueHeads(1);
      } catch (IllegalArgumentException e) {
        return Outcome.skipped("its default settings need more heads: " + e.getMessage());
      }
    }
    for (Architecture architecture : models.architectures()) {
      SmallModel model = models.of(Setup.of(architecture).heads(1));
      Expect.finite(model.logits(new long[][] {ROW})[0], "with one head");
    }
    return Outcome.PASSED;
  }
}
