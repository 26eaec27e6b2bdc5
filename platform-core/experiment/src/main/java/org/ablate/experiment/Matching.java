package org.ablate.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;

/**
 * Makes every variant as large as the baseline, by one of its settings. What is matched must not
 * shrink when the setting grows.
 */
final class Matching {
  /** The setting may grow by this factor. */
  private static final long MOST = 1024;

  private final MatchSection section;
  private final CostModel costs;
  private final Function<Mapping, Optional<Composition>> composer;
  private final Problems problems;

  Matching(
      MatchSection section,
      CostModel costs,
      Function<Mapping, Optional<Composition>> composer,
      Problems problems) {
    this.section = section;
    this.costs = costs;
    this.composer = composer;
    this.problems = problems;
  }

  /** A value of the setting and how large it makes the model. */
  private record Size(long value, double quantity) {}

  /**
   * Solves for every variation but the baseline, and changes its document.
   *
   * @param documents all that each states; changed where something has to be
   * @param settings all settings of each, stated or not
   */
  List<Match> solve(
      Variation baseline, Map<Variation, Mapping> documents, Map<Variation, Mapping> settings) {
    List<Match> matches = new ArrayList<>();
    try {
      Optional<Double> target =
          composer.apply(documents.get(baseline)).map(costs::of).flatMap(section.quantity()::of);
      if (target.isEmpty()) {
        problems.add(section.location(), without(baseline));
        return List.of();
      }
      for (Variation variation : List.copyOf(documents.keySet())) {
        if (!variation.equals(baseline)) {
          solve(variation, documents, settings.get(variation), baseline, target.get())
              .ifPresent(matches::add);
        }
      }
    } catch (IllegalArgumentException e) {
      problems.add(section.location(), "variants cannot be matched: " + e.getMessage());
    }
    return matches;
  }

  private String without(Variation variation) {
    return "variants cannot be matched: '%s' has no %s"
        .formatted(variation.name(), section.quantity());
  }

  private Optional<Match> solve(
      Variation variation,
      Map<Variation, Mapping> documents,
      Mapping settings,
      Variation baseline,
      double target) {
    Node written = new Delta(settings).get(section.setting()).orElse(null);
    if (written == null || !(written.toJava() instanceof Long from) || from < 1) {
      problems.add(
          section.location(),
          "'%s' must be the path of a whole number, such as model.d_ff, but variant '%s' has %s"
              .formatted(
                  section.setting(),
                  variation.name(),
                  written == null ? "no such setting" : written.toJava()));
      return Optional.empty();
    }
    Mapping document = documents.get(variation);
    Search search = new Search(document, step(settings));
    Optional<Size> start = search.size(from);
    if (start.isEmpty()) {
      problems.add(section.location(), without(variation));
      return Optional.empty();
    }
    Size solved =
        isClose(start.get().quantity(), target) ? start.get() : search.nearest(start.get(), target);
    if (!isClose(solved.quantity(), target)) {
      problems.add(section.location(), unsolvable(variation, baseline, solved, target));
      return Optional.empty();
    }
    if (solved.value() != from) {
      documents.put(variation, search.with(solved.value()));
    }
    return Optional.of(
        new Match(
            variation.name(),
            section.setting(),
            from,
            solved.value(),
            section.quantity().toString(),
            solved.quantity(),
            target));
  }

  /** Widths are divided into heads, whose own width is even where positions are rotations. */
  private long step(Mapping settings) {
    Object heads = new Delta(settings).get("model.n_heads").map(Node::toJava).orElse(null);
    return section.setting().equals("model.d_model") && heads instanceof Long number
        ? 2 * number
        : 1;
  }

  private boolean isClose(double value, double target) {
    return Math.abs(value - target) <= section.tolerance() * target;
  }

  private String unsolvable(Variation variation, Variation baseline, Size nearest, double target) {
    return String.format(
        Locale.ROOT,
        "variant '%s' cannot be matched to the baseline '%s' within %s %%: the nearest is %s=%d with %,.0f %s, which is %.1f %% from %,.0f",
        variation.name(),
        baseline.name(),
        PointName.text(Node.of(100 * section.tolerance())),
        section.setting(),
        nearest.value(),
        nearest.quantity(),
        section.quantity(),
        100 * Math.abs(nearest.quantity() - target) / target,
        target);
  }

  /** Looks for a value of the setting of one variant. */
  private final class Search {
    private final Mapping document;
    private final long step;
    private final Map<Long, Optional<Size>> seen = new HashMap<>();

    Search(Mapping document, long step) {
      this.document = document;
      this.step = step;
    }

    Mapping with(long value) {
      Scalar scalar = new Scalar(section.location(), value);
      return Delta.at(section.location(), section.setting(), scalar).over(document);
    }

    /** How large the model is with a value; empty where it cannot be composed. */
    Optional<Size> size(long value) {
      return seen.computeIfAbsent(
          value,
          v ->
              composer
                  .apply(with(v))
                  .map(costs::of)
                  .flatMap(section.quantity()::of)
                  .map(quantity -> new Size(v, quantity)));
    }

    /** The value, a multiple of the step, that comes nearest to the target. */
    Size nearest(Size start, double target) {
      long low = 0;
      long high = Math.max(1, start.value() / step);
      while (high * step <= start.value() * MOST && isBelow(high, target)) {
        low = high;
        high *= 2;
      }
      while (high - low > 1) {
        long middle = (low + high) / 2;
        if (isBelow(middle, target)) {
          low = middle;
        } else {
          high = middle;
        }
      }
      Size best = start;
      for (long value : List.of(low, high)) {
        Optional<Size> size = value < 1 ? Optional.empty() : size(value * step);
        if (size.isPresent()
            && Math.abs(size.get().quantity() - target) < Math.abs(best.quantity() - target)) {
          best = size.get();
        }
      }
      return best;
    }

    private boolean isBelow(long multiple, double target) {
      return size(multiple * step).filter(size -> size.quantity() < target).isPresent();
    }
  }
}
