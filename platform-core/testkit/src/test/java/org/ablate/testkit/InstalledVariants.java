package org.ablate.testkit;

import java.util.List;
import java.util.ServiceLoader;
import org.ablate.conformance.Conformance;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** What is on the path: registering a variant is being tested. */
final class InstalledVariants {
  private InstalledVariants() {}

  static List<Variant> all() {
    return ServiceLoader.load(Plugin.class).stream()
        .flatMap(provider -> Conformance.variants(provider.get()).stream())
        .toList();
  }
}
