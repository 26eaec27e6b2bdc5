package org.ablate.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.ablate.app.RequestException;
import org.ablate.data.CatalogueEntry;
import org.ablate.data.DataStore;
import org.ablate.document.Mapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The data sets that experiments can name. */
@Command(
    name = "data",
    description = "Data sets that tasks can name.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataCommand.ListCommand.class, DataCommand.FetchCommand.class})
final class DataCommand implements Runnable {
  private static final double MEGABYTE = 1e6;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What there is. */
  @Command(name = "list", description = "List the data sets: what, from where, under which terms.")
  static final class ListCommand implements Runnable {
    @Mixin private JsonOption json;
    @Mixin private DataOptions data;
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      DataStore store = data.store(spec.commandLine().getErr());
      List<CatalogueEntry> entries = store.catalogue().dataSets();
      if (json.isAsked()) {
        json.print(spec, entries.stream().map(entry -> document(entry, store)).toList());
      } else {
        entries.forEach(entry -> print(entry, store, spec.commandLine().getOut()));
      }
    }

    private static Mapping document(CatalogueEntry entry, DataStore store) {
      return Mapping.empty()
          .with("name", entry.name())
          .with("description", entry.description())
          .with("origin", entry.origin())
          .with("licence", entry.licence())
          .with("columns", entry.columns())
          .with("bytes", entry.bytes())
          .with("here", store.has(entry));
    }

    private static void print(CatalogueEntry entry, DataStore store, PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%s (%.1f MB%s)%n  %s%n  from %s%n  licence: %s%n",
          entry.name(),
          entry.bytes() / MEGABYTE,
          store.has(entry) ? ", here" : "",
          entry.description(),
          entry.origin(),
          entry.licence());
    }
  }

  /** Gets some. */
  @Command(name = "fetch", description = "Fetch data sets and verify them.")
  static final class FetchCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of data sets.")
    private List<String> names;

    @Mixin private DataOptions data;
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      DataStore store = data.store(out);
      names.forEach(name -> require(store, name));
      for (String name : names) {
        store.dataSet(name);
        out.printf("%s is here and verified%n", name);
      }
    }

    private static void require(DataStore store, String name) {
      try {
        store.catalogue().dataSet(name);
      } catch (IllegalArgumentException e) {
        throw new RequestException(e.getMessage());
      }
    }
  }
}
