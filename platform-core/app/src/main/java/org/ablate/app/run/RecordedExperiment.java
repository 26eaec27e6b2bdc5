package org.ablate.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Sequence;
import org.ablate.document.Yaml;
import org.ablate.report.Exclusion;

/**
 * What a recorded experiment says of itself, read without any plugin.
 *
 * @param document as it was recorded
 */
record RecordedExperiment(Mapping document) {

  /** Reads the recorded YAML; one that says nothing is empty. */
  static RecordedExperiment of(String yaml) {
    if (yaml.isBlank()) {
      return new RecordedExperiment(Mapping.empty());
    }
    return new RecordedExperiment(
        Yaml.read("the recorded experiment", yaml) instanceof Mapping mapping
            ? mapping
            : Mapping.empty());
  }

  /** What is asked; may be empty. */
  String question() {
    return text(document, "description").orElse("");
  }

  /** The variant that the others are compared with. */
  Optional<String> baseline() {
    return text(document, "baseline");
  }

  /** What is left out on purpose. */
  List<Exclusion> exclusions() {
    List<Exclusion> exclusions = new ArrayList<>();
    if (document.get("exclude").orElse(null) instanceof Sequence rules) {
      for (Node rule : rules.items()) {
        if (rule instanceof Mapping mapping
            && mapping.get("where").orElse(null) instanceof Mapping where) {
          exclusions.add(
              new Exclusion(
                  String.join(", ", conditions("", where)), text(mapping, "reason").orElse("")));
        }
      }
    }
    return exclusions;
  }

  private static List<String> conditions(String path, Mapping where) {
    List<String> conditions = new ArrayList<>();
    for (Mapping.Entry entry : where.entries()) {
      String own = path + entry.key();
      if (entry.value() instanceof Mapping inner) {
        conditions.addAll(conditions(own + ".", inner));
      } else if (entry.value() instanceof Sequence any) {
        conditions.add(
            own
                + " = "
                + String.join(
                    " or ", any.items().stream().map(i -> String.valueOf(i.toJava())).toList()));
      } else {
        conditions.add(own + " = " + entry.value().toJava());
      }
    }
    return conditions;
  }

  private static Optional<String> text(Mapping mapping, String key) {
    return mapping.get(key).map(Node::toJava).map(String::valueOf);
  }
}
