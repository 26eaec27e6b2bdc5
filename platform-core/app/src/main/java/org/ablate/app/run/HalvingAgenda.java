package org.ablate.app.run;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import org.ablate.experiment.Halving;
import org.ablate.registry.PlannedHalving;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.evaluation.Metric;

/**
 * Asynchronous successive halving over the variants of a sweep. A variant is judged by the mean of
 * the deciding metric over its seeds, on the validation split, at the rung; all of its seeds go on
 * or none does, so that no variant is made better by leaving out seeds. One of whose seeds any
 * diverged or failed does not go on.
 *
 * <p>What is known is read from the registry, so that a sweep that was killed goes on as it was:
 * what had been promoted has come further than the rung, and is finished first.
 */
final class HalvingAgenda implements Agenda {
  private static final String VALIDATION = "validation/";

  private final Registry registry;
  private final Path out;
  private final Metric metric;
  private final Map<String, List<Assignment>> variants = new LinkedHashMap<>();
  private final Map<String, List<Integer>> rungs = new HashMap<>();
  private final Promotions promotions;

  /** Variants that have not begun, in the order of the plan. */
  private final Queue<String> unbegun = new ArrayDeque<>();

  /** What can be begun at once. */
  private final Queue<Assignment> ready = new ArrayDeque<>();

  /** How many runs of a variant are still on their way to the rung that it is to reach. */
  private final Map<String, Integer> underway = new HashMap<>();

  private final int size;
  private int running;
  private boolean stopped;

  /**
   * Takes up where the registry says that the sweep is.
   *
   * @param assignments all runs of the plan
   * @param metric what decides
   * @param out the folder of runs
   */
  HalvingAgenda(
      PlannedHalving halving,
      List<Assignment> assignments,
      Metric metric,
      Registry registry,
      Path out) {
    this.registry = registry;
    this.out = out;
    this.metric = metric;
    Halving rule = new Halving(halving.factor(), halving.minimumSteps());
    for (Assignment assignment : assignments) {
      String variant = assignment.run().variant();
      variants.computeIfAbsent(variant, v -> new ArrayList<>()).add(assignment);
      rungs.computeIfAbsent(
          variant,
          v -> {
            PlannedSteps planned = PlannedSteps.of(assignment.run());
            return rule.rungs(planned.steps(), planned.evaluateEvery());
          });
    }
    int count = rungs.values().iterator().next().size();
    this.promotions =
        new Promotions(
            halving.factor(), count, metric.higherIsBetter(), List.copyOf(variants.keySet()));
    variants.keySet().forEach(this::takeUp);
    this.size = ready.size() + unbegun.stream().mapToInt(v -> variants.get(v).size()).sum();
  }

  /** Finds out how far a variant has come. */
  private void takeUp(String variant) {
    List<Integer> own = rungs.get(variant);
    for (int rung = 0; rung < own.size(); rung++) {
      int at = rung;
      List<Assignment> left =
          variants.get(variant).stream().filter(run -> !hasReached(run, at)).toList();
      boolean begun =
          variants.get(variant).stream()
              .anyMatch(run -> isBeyond(run, at == 0 ? -1 : own.get(at - 1)));
      if (rung > 0 && begun) {
        promotions.promoted(variant, rung - 1);
      }
      if (!begun) {
        if (rung == 0) {
          unbegun.add(variant);
        }
        return;
      }
      if (!left.isEmpty()) {
        enqueue(variant, rung, left);
        return;
      }
      promotions.reached(variant, rung, score(variant, rung));
    }
  }

  private boolean isBeyond(Assignment assignment, int step) {
    return assignment.recorded(registry).isPresent()
        && new Checkpoints(assignment.folder(out).checkpoints()).latest().orElse(0) > step;
  }

  /** Whether a run need not be carried out to be judged at a rung. */
  private boolean hasReached(Assignment assignment, int rung) {
    List<Integer> own = rungs.get(assignment.run().variant());
    if (rung == own.size() - 1) {
      return assignment.isDone(registry, out);
    }
    Optional<RunStatus> status = assignment.recorded(registry).map(Run::status);
    return status.equals(Optional.of(RunStatus.DIVERGED))
        || isBeyond(assignment, own.get(rung))
        || status.equals(Optional.of(RunStatus.STOPPED)) && isBeyond(assignment, own.get(rung) - 1);
  }

  private void enqueue(String variant, int rung, List<Assignment> runs) {
    List<Integer> own = rungs.get(variant);
    for (Assignment run : runs) {
      ready.add(
          rung == own.size() - 1 ? run : run.until(new Rung(rung + 1, own.size(), own.get(rung))));
    }
    underway.put(variant, runs.size());
  }

  private Optional<Double> score(Run run, int step) {
    return registry.value(run, VALIDATION + metric.key(), step);
  }

  /** The mean over the seeds; not a number if one was lost. */
  private double score(String variant, int rung) {
    int step = rungs.get(variant).get(rung);
    OptionalDouble mean =
        variants.get(variant).stream()
            .mapToDouble(
                assignment ->
                    assignment
                        .recorded(registry)
                        .flatMap(run -> score(run, step))
                        .orElse(Double.NaN))
            .average();
    return mean.orElse(Double.NaN);
  }

  @Override
  public synchronized Optional<Assignment> next() throws InterruptedException {
    while (!stopped) {
      if (ready.isEmpty()) {
        fill();
      }
      if (!ready.isEmpty()) {
        running++;
        return Optional.of(ready.poll());
      }
      if (running == 0) {
        return Optional.empty();
      }
      wait();
    }
    return Optional.empty();
  }

  /** What can be promoted comes first; otherwise the lowest rung grows. */
  private void fill() {
    Optional<Promotions.Promotion> promotion = promotions.next();
    if (promotion.isPresent()) {
      String variant = promotion.get().name();
      enqueue(variant, promotion.get().toRung(), variants.get(variant));
    } else if (!unbegun.isEmpty()) {
      String variant = unbegun.poll();
      enqueue(variant, 0, variants.get(variant));
    }
  }

  @Override
  public synchronized void ended(Assignment assignment) {
    running--;
    String variant = assignment.run().variant();
    if (underway.merge(variant, -1, Integer::sum) == 0) {
      int rung = assignment.rung().map(r -> r.number() - 1).orElse(rungs.get(variant).size() - 1);
      promotions.reached(variant, rung, score(variant, rung));
    }
    notifyAll();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
