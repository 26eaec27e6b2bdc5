package org.ablate.plugin.installed;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Plugin;

/** All variants that are installed. */
public record Variants(List<InstalledVariant> all) {
  public Variants {
    all =
        all.stream()
            .sorted(
                Comparator.comparing((InstalledVariant v) -> v.variant().kind())
                    .thenComparing(v -> v.variant().name()))
            .toList();
  }

  /**
   * What plugins register, for a program that has them as modules: {@code
   * Variants.of(ServiceLoader.load(Plugin.class))}. A plugin's origin is its module, without a
   * hash.
   */
  public static Variants of(Iterable<Plugin> plugins) {
    List<InstalledVariant> all = new ArrayList<>();
    for (Plugin plugin : plugins) {
      Module module = plugin.getClass().getModule();
      String version =
          Optional.ofNullable(module.getDescriptor())
              .flatMap(ModuleDescriptor::rawVersion)
              .orElse("0.0.0");
      String name = module.isNamed() ? module.getName() : plugin.getClass().getName();
      PluginOrigin origin = new PluginOrigin(name, version, "");
      plugin.register(variant -> all.add(new InstalledVariant(variant, origin)));
    }
    return new Variants(all);
  }

  public List<InstalledVariant> of(Kind kind) {
    return all.stream().filter(v -> v.variant().kind() == kind).toList();
  }

  /**
   * The variant of a name.
   *
   * @param name as in {@code acme/windowed}, which is that of the newest plugin that has it, or
   *     {@code acme/windowed@1.2}, which is that of the newest version 1.2
   */
  public Optional<InstalledVariant> find(Kind kind, String name) {
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at + 1);
    return of(kind).stream()
        .filter(v -> v.variant().name().equals(plain))
        .filter(v -> version.isEmpty() || v.origin().isOfVersion(version))
        .max(Comparator.comparing(InstalledVariant::origin, PluginOrigin.BY_VERSION));
  }

  /** The names of a kind, in alphabetical order. */
  public List<String> names(Kind kind) {
    return of(kind).stream().map(v -> v.variant().name()).distinct().toList();
  }
}
