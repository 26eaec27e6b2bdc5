package org.ablate.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.ablate.component.Definitions;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;
import org.ablate.document.Sequence;
import org.ablate.document.Settings;
import org.ablate.plugin.installed.Variants;

/** Reads one experiment, and gathers everything that is wrong with it. */
final class ExperimentReader {
  private static final String SEEDS = "seeds";

  private Variants installed;
  private final CostModel costs;
  private final Problems problems;

  /**
   * Prepares the reading.
   *
   * @param costs for what depends on what runs cost
   * @param problems what was found so far
   */
  ExperimentReader(Variants installed, CostModel costs, Problems problems) {
    this.installed = installed;
    this.costs = costs;
    this.problems = problems;
  }

  /**
   * The experiment.
   *
   * @param file as {@link ExperimentFile} reads it
   */
  Experiment read(String defaultName, Mapping file, List<String> options) {
    Delta changes = Options.read(options, problems);
    Mapping root = withSeedsCounted(changes.over(file));
    root.get(Definitions.DEFINE)
        .filter(written -> written.toJava() != null)
        .ifPresent(written -> installed = Definitions.ofExperiment(written, installed, problems));
    Header defaults = Header.defaults(defaultName);
    Header header =
        Settings.read(root.without(ExperimentFile.BASELINE), defaults, keys(), problems);
    root.entry(ExperimentFile.EXTENDS)
        .ifPresent(e -> problems.add(e.location(), "only a file can have the key 'extends'"));
    Optional<TuneSection> tune = TuneSection.read(root, header.seeds().size(), problems);
    Grid tuned = tune.map(TuneSection::grid).orElse(Grid.NONE);
    List<Variation> all = new Expansion(root, changes, tuned, problems).variations(header.limit());
    Map<Variation, Mapping> documents = new LinkedHashMap<>();
    all.forEach(variation -> documents.put(variation, changes.over(variation.over(file))));
    List<Exclusion> exclusions = exclude(root, documents, !options.isEmpty());
    requireRuns(root, all, documents, header, tune);
    Optional<Node> written = root.get(ExperimentFile.BASELINE);
    Optional<String> baseline =
        documents.isEmpty()
            ? Optional.empty()
            : written.flatMap(node -> new Baseline(complete(documents), problems).find(node));
    Composer composer = new Composer(installed, problems);
    Optional<MatchSection> match = MatchSection.read(root, problems);
    Optional<BudgetSection> budget = BudgetSection.read(root, problems);
    Optional<HalvingSection> halving = HalvingSection.read(root, problems);
    budget.ifPresent(b -> b.refuseSteps(documents.keySet(), changes, problems));
    Map<Variation, Composition> compositions = composer.compose(documents);
    problems.throwIfAny();
    refuseSameVariants(compositions);
    problems.throwIfAny();
    List<Match> matches =
        match.map(section -> match(section, baseline, documents)).orElse(List.of());
    problems.throwIfAny();
    if (budget.isPresent()) {
      budget.get().spend(documents, composer.compose(documents), header, costs, problems);
      problems.throwIfAny();
    }
    if (match.isPresent() || budget.isPresent()) {
      compositions = composer.compose(documents);
      problems.throwIfAny();
    }
    if (halving.isPresent()) {
      halving.get().check(compositions, problems);
      problems.throwIfAny();
    }
    if (baseline.isPresent()) {
      root = root.with(ExperimentFile.BASELINE, baseline.get());
    }
    Header named = header.withBaseline(baseline);
    Optional<Tuning> tuning = tune.map(t -> new Trials(t, named, composer).of(documents));
    problems.throwIfAny();
    return new Experiment(
        named,
        runs(named, compositions),
        tuning,
        halving.map(HalvingSection::halving),
        exclusions,
        matches,
        root);
  }

  private List<Match> match(
      MatchSection section, Optional<String> baseline, Map<Variation, Mapping> documents) {
    Variation reference =
        documents.keySet().stream()
            .filter(variation -> baseline.isEmpty() || baseline.get().equals(variation.name()))
            .findFirst()
            .orElseThrow();
    Function<Mapping, Optional<Composition>> compose =
        document ->
            new CompositionReader(installed, new Problems()).read(document, section.location());
    return new Matching(section, costs, compose, problems)
        .solve(reference, documents, complete(documents));
  }

  static List<String> keys() {
    List<String> keys = new ArrayList<>(Section.ALL);
    keys.add(Definitions.DEFINE);
    keys.add(ExperimentFile.VARIANTS);
    keys.addAll(Grid.KEYS);
    keys.add(ExperimentFile.EXCLUDE);
    keys.addAll(List.of(TuneSection.TUNE, MatchSection.MATCH, BudgetSection.BUDGET));
    keys.add(HalvingSection.HALVING);
    keys.add(ExperimentFile.EXTENDS);
    return keys;
  }

  /** The document with the seeds 1 to n in place of their count n. */
  private Mapping withSeedsCounted(Mapping root) {
    Optional<Entry> seeds = root.entry(SEEDS);
    if (seeds.isEmpty() || !(seeds.get().value() instanceof Scalar count)) {
      return root;
    }
    if (!(count.value() instanceof Long number) || number < 1 || number > Integer.MAX_VALUE) {
      problems.add(
          count.location(), "'seeds' must be a list such as [1, 2, 3], or how many: at least 1");
      return root.without(SEEDS);
    }
    List<Node> counted =
        LongStream.rangeClosed(1, number)
            .<Node>mapToObj(seed -> new Scalar(count.location(), seed))
            .toList();
    return root.with(
        new Entry(seeds.get().location(), SEEDS, new Sequence(count.location(), counted)));
  }

  /** Takes what is left out from the documents. */
  private List<Exclusion> exclude(
      Mapping root, Map<Variation, Mapping> documents, boolean mayBeIdle) {
    Exclusions rules = new Exclusions(root, problems);
    if (rules.isEmpty()) {
      return List.of();
    }
    Map<Variation, String> excluded = rules.of(complete(documents), mayBeIdle);
    documents.keySet().removeAll(excluded.keySet());
    return excluded.entrySet().stream()
        .map(entry -> new Exclusion(entry.getKey().name(), entry.getValue()))
        .toList();
  }

  private Map<Variation, Mapping> complete(Map<Variation, Mapping> documents) {
    Map<Variation, Mapping> complete = new LinkedHashMap<>();
    CompleteSettings settings = new CompleteSettings(installed);
    documents.forEach((variation, document) -> complete.put(variation, settings.of(document)));
    return complete;
  }

  private void requireRuns(
      Mapping root,
      List<Variation> all,
      Map<Variation, Mapping> left,
      Header header,
      Optional<TuneSection> tune) {
    if (left.isEmpty() && !all.isEmpty()) {
      problems.add(
          root.location(),
          all.size() == 1
              ? "the sweep has no run: its only variant is excluded"
              : String.format(
                  Locale.ROOT,
                  "the sweep has no run: all of its %,d variants are excluded",
                  all.size()));
      return;
    }
    double runs = (double) left.size() * header.seeds().size();
    double trials = tune.map(t -> left.size() * t.grid().size() * t.effort().seeds()).orElse(0.0);
    if (runs + trials > header.limit()) {
      String tried = trials == 0 ? "" : String.format(Locale.ROOT, ", and %,.0f trials", trials);
      problems.add(
          root.location(),
          String.format(
              Locale.ROOT,
              "the sweep expands to %,.0f runs (%,d variants × %,d seeds%s), more than its limit of %,d; leave some out, or raise 'limit'",
              runs + trials,
              left.size(),
              header.seeds().size(),
              tried,
              header.limit()));
    }
  }

  private void refuseSameVariants(Map<Variation, Composition> compositions) {
    Map<String, Variation> seen = new HashMap<>();
    compositions.forEach(
        (variation, composition) -> {
          String settings = Json.write(ResolvedSettings.of(composition));
          Variation first = seen.putIfAbsent(settings, variation);
          if (first != null) {
            problems.add(
                variation.location(),
                "variant '%s' is the same as '%s'".formatted(variation.name(), first.name()));
          }
        });
  }

  private static List<RunPlan> runs(Header header, Map<Variation, Composition> compositions) {
    List<RunPlan> runs = new ArrayList<>();
    for (long seed : header.seeds()) {
      compositions.forEach(
          (variation, composition) ->
              runs.add(RunPlan.of(header, variation.name(), seed, composition)));
    }
    return runs;
  }
}
