package org.ablate.experiment;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.document.Mapping;
import org.ablate.document.Problem;
import org.ablate.document.Problems;
import org.ablate.plugin.installed.Variants;

/** Composes many variations. */
record Composer(Variants installed, Problems problems) {
  /** How many variants a message names. */
  private static final int NAMED = 3;

  /**
   * Composes each variation. What is wrong with only some of them is said to be wrong with those.
   *
   * @param documents all that each states
   * @return those that compose
   */
  Map<Variation, Composition> compose(Map<Variation, Mapping> documents) {
    Map<Variation, Composition> compositions = new LinkedHashMap<>();
    Map<Problem, List<String>> found = new LinkedHashMap<>();
    documents.forEach(
        (variation, document) -> {
          Problems own = new Problems();
          new CompositionReader(installed, own)
              .read(document, variation.location())
              .ifPresent(composition -> compositions.put(variation, composition));
          own.all()
              .forEach(
                  problem ->
                      found.computeIfAbsent(problem, p -> new ArrayList<>()).add(variation.name()));
        });
    found.forEach(
        (problem, names) -> {
          String who = names.size() == documents.size() ? "" : in(names);
          problems.add(problem.location(), who + problem.message());
        });
    return compositions;
  }

  private static String in(List<String> names) {
    String quoted =
        names.stream().limit(NAMED).map(name -> "'" + name + "'").collect(joining(", "));
    String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
    return (names.size() == 1 ? "in variant " : "in variants ") + quoted + more + ": ";
  }
}
