package org.ablate.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;

/**
 * What the key {@code budget} says: what every run may cost. It decides how many steps runs have.
 *
 * @param location where it is written
 * @param unit {@code steps}, {@code tokens}, {@code flops} or {@code minutes}
 * @param amount how many of them
 */
record BudgetSection(Location location, String unit, double amount) {
  static final String BUDGET = "budget";
  private static final String STEPS = "training.steps";
  static final List<String> UNITS = List.of("steps", "tokens", "flops", "minutes");
  private static final int SECONDS_PER_MINUTE = 60;

  /** The section; empty where runs have the steps that are stated. */
  static Optional<BudgetSection> read(Mapping root, Problems problems) {
    Optional<Entry> written = root.entry(BUDGET).filter(entry -> entry.value().toJava() != null);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Mapping section = written.get().value() instanceof Mapping mapping ? mapping : Mapping.empty();
    boolean known = true;
    for (Entry entry : section.entries()) {
      if (!UNITS.contains(entry.key())) {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), UNITS));
        known = false;
      }
    }
    if (!known) {
      return Optional.empty();
    }
    if (section.entries().size() != 1) {
      problems.add(
          written.get().value().location(),
          "'budget' must state one of steps, tokens, flops and minutes, such as {tokens: 1e6}");
      return Optional.empty();
    }
    Entry stated = section.entries().get(0);
    if (!(stated.value().toJava() instanceof Number amount)
        || !(amount.doubleValue() > 0 && Double.isFinite(amount.doubleValue()))) {
      problems.add(
          stated.value().location(), "'%s' must be a number above 0".formatted(stated.key()));
      return Optional.empty();
    }
    return Optional.of(
        new BudgetSection(written.get().location(), stated.key(), amount.doubleValue()));
  }

  /** Notes what states steps, which would have no effect. */
  void refuseSteps(Iterable<Variation> variations, Delta options, Problems problems) {
    options
        .get(STEPS)
        .ifPresent(
            node ->
                problems.add(
                    node.location(),
                    "'%s' would have no effect: the budget at %s decides; set budget={steps: %s}"
                        .formatted(STEPS, location, PointName.text(node))));
    for (Variation variation : variations) {
      for (Delta change : variation.changes()) {
        change
            .get(STEPS)
            .ifPresent(
                node ->
                    problems.add(
                        node.location(),
                        "'%s' in variant '%s' would have no effect: the budget at %s decides"
                            .formatted(STEPS, variation.name(), location)));
      }
    }
  }

  /** Gives each document the steps that the budget allows. */
  void spend(
      Map<Variation, Mapping> documents,
      Map<Variation, Composition> compositions,
      Header header,
      CostModel costs,
      Problems problems) {
    documents.replaceAll(
        (variation, document) -> {
          try {
            double perStep = perStep(variation, compositions.get(variation), header, costs);
            double steps = Math.rint(amount / perStep);
            if (steps < 1 || steps > Integer.MAX_VALUE) {
              problems.add(
                  location,
                  String.format(
                      Locale.ROOT,
                      "the budget gives variant '%s' %,.0f steps, as one costs %s %s",
                      variation.name(),
                      steps,
                      PointName.text(Node.of((double) Math.round(perStep))),
                      unit));
              return document;
            }
            Scalar value = new Scalar(location, (long) steps);
            return Delta.at(location, STEPS, value).over(document);
          } catch (IllegalArgumentException e) {
            problems.add(location, "the budget cannot be spent: " + e.getMessage());
            return document;
          }
        });
  }

  private double perStep(
      Variation variation, Composition composition, Header header, CostModel costs) {
    return switch (unit) {
      case "steps" -> 1;
      case "tokens" -> costs.of(composition).tokensPerStep();
      case "flops" -> costs.of(composition).flopsPerStep();
      default ->
          costs.secondsPerStep(
                  RunPlan.of(header, variation.name(), header.seeds().get(0), composition))
              / SECONDS_PER_MINUTE;
    };
  }
}
