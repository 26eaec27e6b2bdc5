package org.ablate.app.command.runs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ablate.app.RequestException;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs by name, or by what they have in common. */
final class RunSelection {

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "A run's id, a part of it, or 'latest'.")
  private List<String> names = new ArrayList<>();

  @Mixin private RunFilterOptions filters;

  /**
   * The runs: those named, or those that pass the filters, the oldest first.
   *
   * @throws RequestException if nothing is named and nothing filtered, if both are, or if no run
   *     passes
   */
  List<Run> runs(Registry registry) {
    if (names.isEmpty() == !filters.areGiven()) {
      throw new RequestException(
          names.isEmpty()
              ? "say which runs: their ids, or a filter such as --experiment NAME"
              : "give either the ids of runs or filters, not both");
    }
    if (!names.isEmpty()) {
      return names.stream().map(registry::find).distinct().toList();
    }
    List<Run> runs = new ArrayList<>(registry.list(filters.filter()));
    if (runs.isEmpty()) {
      throw new RequestException("no run passes these filters; see them all with: ablate runs");
    }
    Collections.reverse(runs);
    return List.copyOf(runs);
  }
}
