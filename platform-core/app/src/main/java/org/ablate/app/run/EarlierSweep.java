package org.ablate.app.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ablate.document.DocumentException;
import org.ablate.document.Yaml;
import org.ablate.experiment.CostModel;
import org.ablate.experiment.Experiment;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Registry;

/**
 * Finds the sweep that an experiment file stands for, as it was planned.
 *
 * @param file the experiment file, which may have changed since, or be gone
 * @param options what is laid over every run
 */
public record EarlierSweep(Path file, List<String> options, Registry registry) {

  /**
   * The newest sweep; empty if there is none, so that a new one has to be planned.
   *
   * @param costs what runs cost
   * @param console is told where the file is not what was planned
   * @throws DocumentException if the file cannot be read and no sweep was planned with it
   */
  public Optional<FrozenSweep> find(Variants installed, CostModel costs, PrintWriter console) {
    Experiment experiment;
    try {
      experiment = Experiment.read(file, options, installed, costs);
    } catch (DocumentException e) {
      Optional<FrozenSweep> sweep =
          registry
              .newestPlanned(file.toAbsolutePath().normalize())
              .flatMap(entered -> FrozenSweep.of(entered, registry));
      sweep.ifPresent(found -> tell(found, "cannot be read any more", console));
      return Optional.of(sweep.orElseThrow(() -> e));
    }
    Optional<FrozenSweep> sweep =
        registry
            .newestPlanned(experiment.header().name())
            .flatMap(entered -> FrozenSweep.of(entered, registry));
    sweep
        .filter(found -> !found.experiment().settings().equals(Yaml.write(experiment.document())))
        .ifPresent(found -> tell(found, "or its options have changed", console));
    return sweep;
  }

  private void tell(FrozenSweep sweep, String what, PrintWriter console) {
    console.printf(
        "%s %s since the sweep was planned on %s. It goes on as it was planned; to run what the file says now, leave out --resume.%n",
        file, what, sweep.experiment().createdAt());
    console.flush();
  }
}
