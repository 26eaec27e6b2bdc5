package org.ablate.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ablate.app.Platform;
import org.ablate.app.docs.VariantPage;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.InstalledVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what can be swapped. */
@Command(name = "variants", description = "List the variants that are installed.")
final class VariantsCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      converter = KindConverter.class,
      description = "Only variants of this kind: ${COMPLETION-CANDIDATES}.",
      completionCandidates = KindConverter.class)
  private Kind kind;

  @Mixin private JsonOption json;
  @Mixin private PluginOptions plugins;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      List<InstalledVariant> variants =
          kind == null ? platform.variants().all() : platform.variants().of(kind);
      if (json.isAsked()) {
        json.print(spec, variants.stream().map(VariantPage::of).toList());
      } else {
        spec.commandLine().getOut().print(text(variants));
        spec.commandLine().getOut().flush();
      }
      return 0;
    }
  }

  private static String text(List<InstalledVariant> variants) {
    Map<Kind, List<InstalledVariant>> byKind =
        variants.stream()
            .collect(
                Collectors.groupingBy(
                    v -> v.variant().kind(), LinkedHashMap::new, Collectors.toList()));
    int width = variants.stream().mapToInt(v -> v.variant().name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    byKind.forEach(
        (ofKind, members) -> {
          lines.add("");
          lines.add(ofKind.key());
          members.forEach(member -> lines.addAll(lines(member, width)));
        });
    lines.add("");
    lines.add("More about one: ablate describe KIND NAME");
    return String.join(System.lineSeparator(), lines.subList(1, lines.size()))
        + System.lineSeparator();
  }

  private static List<String> lines(InstalledVariant installed, int width) {
    VariantPage page = VariantPage.of(installed);
    String margin = " ".repeat(width + 4);
    List<String> lines = new ArrayList<>();
    lines.add(("  %-" + width + "s  %s").formatted(page.name(), page.summary()));
    if (!page.papers().isEmpty()) {
      lines.add(margin + page.papers().get(0));
    }
    if (!page.settings().isEmpty()) {
      lines.add(
          margin
              + page.settings().keySet().stream()
                  .map(setting -> setting + ": " + page.defaultOf(setting))
                  .collect(Collectors.joining(", ")));
    }
    return lines;
  }
}
