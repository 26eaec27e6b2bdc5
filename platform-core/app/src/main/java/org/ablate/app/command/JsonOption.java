package org.ablate.app.command;

import org.ablate.document.Json;
import org.ablate.document.Node;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Asks for one JSON document on standard output, with nothing else there. */
public final class JsonOption {

  @Option(names = "--json", description = "Print one JSON document instead.")
  private boolean asked;

  public boolean isAsked() {
    return asked;
  }

  /** Prints a document, of anything that {@link Node#of} takes. */
  public void print(CommandSpec spec, Object document) {
    spec.commandLine().getOut().print(Json.writePretty(Node.of(document)));
    spec.commandLine().getOut().flush();
  }
}
