package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Variant;

/**
 * The combinations of installed variants: every attention with every positional encoding, and every
 * attention with every normalization and placement. Of the triples as many are taken as it needs
 * for each two of a triple to meet, always the same ones.
 */
final class Combinations {
  private final List<Variant> variants;
  private final Engines engines;

  Combinations(List<Variant> variants, Engines engines) {
    this.variants = variants;
    this.engines = engines;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (Variant attention : of(Kind.ATTENTION)) {
      for (Variant position : of(Kind.POSITIONAL_ENCODING)) {
        checks.add(check(attention, position));
      }
    }
    checks.addAll(triples());
    return checks;
  }

  private List<Check> triples() {
    List<Variant> attentions = of(Kind.ATTENTION);
    List<Variant> norms = of(Kind.NORMALIZATION);
    List<Variant> placements = of(Kind.PLACEMENT);
    List<Check> checks = new ArrayList<>();
    if (norms.isEmpty() || placements.isEmpty()) {
      return checks;
    }
    int longer = Math.max(norms.size(), placements.size());
    for (int i = 0; i < attentions.size(); i++) {
      for (int j = 0; j < longer; j++) {
        // The shorter list is turned by one for each attention, so that each two meet.
        boolean normsAreLonger = norms.size() == longer;
        Variant norm = norms.get(normsAreLonger ? j : (i + j) % norms.size());
        Variant placement = placements.get(normsAreLonger ? (i + j) % placements.size() : j);
        checks.add(check(attentions.get(i), norm, placement));
      }
    }
    return checks;
  }

  private List<Variant> of(Kind kind) {
    return variants.stream().filter(variant -> variant.kind() == kind).toList();
  }

  private Check check(Variant... together) {
    PlainParts parts = PlainParts.plain();
    for (Variant variant : together) {
      parts = parts.with(variant);
    }
    PlainParts all = parts;
    String name = Arrays.stream(together).map(Variant::name).collect(Collectors.joining(" × "));
    return new Check(name, () -> new CombinationCheck(all, engines).run());
  }
}
