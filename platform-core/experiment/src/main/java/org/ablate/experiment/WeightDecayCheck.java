package org.ablate.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Sequence;
import org.ablate.libtorch.WeightDecay;

/** Checks that parameters whose weight decay is stated exist. */
record WeightDecayCheck(Mapping root, Location variation, Problems problems) {
  private static final int MOST_NAMES = 6;

  /**
   * Notes each that fits none.
   *
   * @param parameters the names of all there are
   */
  void check(List<WeightDecay> stated, List<String> parameters) {
    for (int i = 0; i < stated.size(); i++) {
      if (parameters.stream().noneMatch(stated.get(i)::fits)) {
        problems.add(location(i), message(stated.get(i), parameters));
      }
    }
  }

  private static String message(WeightDecay stated, List<String> parameters) {
    String start = "no parameter is called '%s'; ".formatted(stated.parameters());
    return meant(stated, parameters)
        .map(pattern -> "%sdid you mean '%s'?".formatted(start, pattern))
        .orElseGet(() -> start + "there are " + some(parameters));
  }

  /** The same with the nearest known part in the place of each, if that fits a parameter. */
  private static Optional<String> meant(WeightDecay stated, List<String> parameters) {
    List<String> parts =
        parameters.stream().flatMap(name -> Arrays.stream(name.split("\\."))).distinct().toList();
    String pattern =
        Arrays.stream(stated.parameters().split("\\."))
            .map(part -> part.contains("*") ? part : NearestName.of(part, parts).orElse(part))
            .collect(Collectors.joining("."));
    WeightDecay corrected = new WeightDecay(pattern, stated.weightDecay());
    return Optional.of(pattern).filter(p -> parameters.stream().anyMatch(corrected::fits));
  }

  private static String some(List<String> names) {
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? shown
        : "%s and %d more".formatted(shown, names.size() - MOST_NAMES);
  }

  private Location location(int item) {
    return root.get(Section.TRAINING)
        .flatMap(training -> inside(training, "weight_decay_of"))
        .filter(Sequence.class::isInstance)
        .map(list -> ((Sequence) list).items().get(item))
        .flatMap(group -> inside(group, "parameters"))
        .map(Node::location)
        .orElse(variation);
  }

  private static Optional<Node> inside(Node node, String key) {
    return node instanceof Mapping mapping ? mapping.get(key) : Optional.empty();
  }
}
