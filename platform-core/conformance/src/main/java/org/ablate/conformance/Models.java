package org.ablate.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.model.Architecture;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;

/** The small models around a part that is checked; each is made once. */
final class Models {
  private final PlainParts parts;
  private final Map<Setup, SmallModel> made = new HashMap<>();

  Models(PlainParts parts) {
    this.parts = parts;
  }

  PlainParts parts() {
    return parts;
  }

  SmallModel of(Setup setup) {
    return made.computeIfAbsent(setup, s -> new SmallModel(s, parts));
  }

  boolean can(Capability capability) {
    return parts.attention().capabilities().contains(capability);
  }

  /** Those of one stack that the mixer can be part of. */
  List<Architecture> architectures() {
    List<Architecture> architectures = new ArrayList<>();
    if (can(Capability.BIDIRECTIONAL)) {
      architectures.add(Architecture.ENCODER);
    }
    if (can(Capability.CAUSAL)) {
      architectures.add(Architecture.DECODER);
    }
    return architectures;
  }

  /** The fewest that use the part in every way: both stacks at once where the mixer can. */
  List<Architecture> coveringArchitectures() {
    return canCross() ? List.of(Architecture.ENCODER_DECODER) : architectures();
  }

  /** Whether an encoder–decoder can be made of the parts. */
  boolean canCross() {
    Set<Architecture> stacks = Set.copyOf(architectures());
    return stacks.size() == 2
        && parts.crossAttention() instanceof Attention attention
        && attention.capabilities().contains(Capability.CROSS);
  }

  /** An architecture as experiment files write it, to follow the name of a check. */
  static String in(Architecture architecture) {
    return " (" + architecture.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
  }
}
