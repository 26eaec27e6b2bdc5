package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.app.RequestException;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.registry.Experiment;
import org.ablate.registry.NewRun;
import org.ablate.registry.Plan;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.PluginUsed;
import org.ablate.registry.Registry;
import org.ablate.registry.RunRecorder;
import org.ablate.training.evaluation.Metric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
  private static final Path FILE = Path.of("/home/ada/sweep.yaml");
  private static final List<String> CHOICES = List.of("rate=1", "rate=2", "rate=3");
  private static final PluginUsed PLUGIN = new PluginUsed("attention", "1.0.0", "abcdefabcdef00");

  @TempDir private Path folder;
  private Registry registry;
  private FrozenSweep sweep;

  @BeforeEach
  void plan_a_sweep() {
    registry = Registry.open(folder.resolve("registry.db"));
    List<PlannedRun> trials = new ArrayList<>();
    List<PlannedRun> runs = new ArrayList<>();
    for (String choice : CHOICES) {
      trials.add(new PlannedRun("full," + choice, "", 1, "{}"));
      trials.add(new PlannedRun("full," + choice, "", 2, "{}"));
      runs.add(new PlannedRun("full", choice, 1, "{}"));
    }
    Plan ofTrials =
        new Plan(trials, List.of(PLUGIN), Optional.empty(), Optional.empty(), Optional.empty());
    Experiment tuning = registry.enter("sweep-tuning", FILE, "", ofTrials);
    Plan plan =
        new Plan(
            runs, List.of(PLUGIN), Optional.empty(), Optional.of(tuning.key()), Optional.empty());
    registry.enter("sweep", FILE, "", plan);
    sweep =
        registry
            .newestPlanned("sweep")
            .flatMap(entered -> FrozenSweep.of(entered, registry))
            .orElseThrow();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private RunRecorder trial(String choice, long seed) {
    return registry.start(
        new NewRun(
            sweep.trials().orElseThrow().experiment(),
            "full," + choice,
            seed,
            "{}",
            List.of(),
            Map.of(),
            folder.resolve(choice)));
  }

  private void finish(String choice, long seed, double exactMatch, double loss) {
    trial(choice, seed)
        .finished(Map.of("validation/exact_match", exactMatch, "validation/loss", loss));
  }

  private Selection.Chosen chosen(Metric metric) {
    return Selection.of(sweep, metric, registry).get(0);
  }

  @Test
  void the_candidate_with_the_best_mean_is_chosen() {
    finish("rate=1", 1, 0.9, 1);
    finish("rate=1", 2, 0.1, 1);
    finish("rate=2", 1, 0.6, 2);
    finish("rate=2", 2, 0.6, 2);
    finish("rate=3", 1, 0.2, 3);
    finish("rate=3", 2, 0.2, 3);
    assertEquals(Optional.of("rate=2"), chosen(Metric.EXACT_MATCH).choice());
    assertEquals(0.6, chosen(Metric.EXACT_MATCH).score());
    assertEquals(Optional.of("rate=1"), chosen(Metric.LOSS).choice());
    assertEquals(2, chosen(Metric.LOSS).trials().size());
  }

  @Test
  void among_equals_the_loss_decides_and_then_the_order() {
    for (long seed : List.of(1L, 2L)) {
      finish("rate=1", seed, 0, 2);
      finish("rate=2", seed, 0, 1);
      finish("rate=3", seed, 0, 1);
    }
    assertEquals(Optional.of("rate=2"), chosen(Metric.EXACT_MATCH).choice());
  }

  @Test
  void a_candidate_that_diverged_with_any_seed_is_not_chosen() {
    finish("rate=1", 1, 1, 1);
    trial("rate=1", 2).diverged("the loss is NaN", Map.of());
    finish("rate=2", 1, 0.1, 1);
    finish("rate=2", 2, 0.1, 1);
    Selection.Chosen chosen = chosen(Metric.EXACT_MATCH);
    assertEquals(Optional.of("rate=2"), chosen.choice());
    assertEquals(3, chosen.candidates().size());
    assertEquals(2, chosen.unfinished());
  }

  @Test
  void a_candidate_without_the_metric_is_not_chosen() {
    for (long seed : List.of(1L, 2L)) {
      trial("rate=1", seed).finished(Map.of("validation/loss", 0.1));
      finish("rate=2", seed, 0.5, 2);
    }
    assertEquals(Optional.of("rate=2"), chosen(Metric.EXACT_MATCH).choice());
    assertEquals(Optional.empty(), chosen(Metric.BLEU).choice());
  }

  @Test
  void a_plan_that_does_not_say_what_decides_is_not_gone_on_with() {
    assertEquals(
        "the sweep sweep was planned by an earlier version of Ablate, which did not write down what decides between models; start anew without --resume",
        Assertions.assertThrows(RequestException.class, () -> sweep.metric()).getMessage());
  }

  @Test
  void without_a_finished_candidate_there_is_no_choice() {
    assertEquals(Optional.empty(), chosen(Metric.EXACT_MATCH).choice());
  }

  @Test
  void plugins_must_be_those_that_the_sweep_was_planned_with() {
    sweep.requirePlugins(List.of(new PluginOrigin("attention", "1.0.0", "abcdefabcdef00")));
    assertEquals(
        "the sweep was planned with the plugin attention 1.0.0 (SHA-256 abcdefabcdef), but it is not installed; install that one, or start anew without --resume",
        refusal(List.of()));
    assertEquals(
        "the sweep was planned with the plugin attention 1.0.0 (SHA-256 abcdefabcdef), but attention 1.1.0 (SHA-256 000000) is installed; install that one, or start anew without --resume",
        refusal(List.of(new PluginOrigin("attention", "1.1.0", "000000"))));
  }

  private String refusal(List<PluginOrigin> installed) {
    return Assertions.assertThrows(RequestException.class, () -> sweep.requirePlugins(installed))
        .getMessage();
  }
}
