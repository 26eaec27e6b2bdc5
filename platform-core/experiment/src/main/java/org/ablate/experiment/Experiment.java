package org.ablate.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.plugin.installed.Variants;

/**
 * A question and the runs that answer it. Whoever has one knows that every run composes: names are
 * known, settings are in range, and the parts of each model fit each other, the task and their
 * sizes.
 *
 * @param header what the file says about the experiment as a whole
 * @param runs all variants with the first seed, then with the second, and so on
 * @param tuning what is tried before; the runs of the best candidates then take the place of {@code
 *     runs}, which have the values of the file
 * @param halving how runs are stopped early; empty where all go to their end
 * @param exclusions what is left out on purpose
 * @param matches how variants were made as large as the baseline
 * @param document the file, with those that it extends and the options that were laid over it
 */
public record Experiment(
    Header header,
    List<RunPlan> runs,
    Optional<Tuning> tuning,
    Optional<Halving> halving,
    List<Exclusion> exclusions,
    List<Match> matches,
    Mapping document) {

  public Experiment {
    runs = List.copyOf(runs);
    exclusions = List.copyOf(exclusions);
    matches = List.copyOf(matches);
  }

  /**
   * Reads a file and those that it extends.
   *
   * @param options what to lay over every run, each {@code path=value}, such as {@code
   *     training.steps=10}
   * @param installed the variants to choose from
   * @param costs what runs cost, which only some files ask for
   * @throws org.ablate.document.DocumentException with everything that is wrong with the file and
   *     the options
   */
  public static Experiment read(
      Path file, List<String> options, Variants installed, CostModel costs) {
    Problems problems = new Problems();
    Mapping document = new ExperimentFile(problems).read(file);
    return new ExperimentReader(installed, costs, problems)
        .read(Header.nameOf(file), document, options);
  }

  /**
   * Reads a document that is already in memory, such as {@link RunPlan#settings} of an earlier run.
   *
   * @param defaultName the name of an experiment that states none
   */
  public static Experiment of(
      String defaultName, Node document, List<String> options, Variants installed) {
    return of(defaultName, document, options, installed, CostModel.UNKNOWN);
  }

  /** The same experiment with what is known of what its runs start from. */
  public Experiment startingFrom(UnaryOperator<InitialSettings> known) {
    return new Experiment(
        header,
        runs.stream().map(run -> run.startingFrom(known)).toList(),
        tuning.map(t -> t.startingFrom(known)),
        halving,
        exclusions,
        matches,
        document);
  }

  static Experiment of(
      String defaultName,
      Node document,
      List<String> options,
      Variants installed,
      CostModel costs) {
    Problems problems = new Problems();
    Mapping read = new ExperimentFile(problems).pathsRead(document);
    return new ExperimentReader(installed, costs, problems).read(defaultName, read, options);
  }
}
