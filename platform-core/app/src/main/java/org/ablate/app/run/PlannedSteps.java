package org.ablate.app.run;

import java.util.Optional;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.registry.PlannedRun;

/**
 * How long a planned run is, read from its settings without any plugin.
 *
 * @param steps how many steps it takes
 * @param evaluateEvery after how many of them the model is evaluated
 */
record PlannedSteps(int steps, int evaluateEvery) {

  static PlannedSteps of(PlannedRun run) {
    Node settings = Json.read("a planned run", run.settings());
    return new PlannedSteps(number(settings, "steps"), number(settings, "evaluate_every"));
  }

  /** A number under {@code training}; 0 where there is none. */
  private static int number(Node settings, String key) {
    return value(settings, "training")
        .flatMap(training -> value(training, key))
        .filter(node -> node.toJava() instanceof Number)
        .map(node -> ((Number) node.toJava()).intValue())
        .orElse(0);
  }

  private static Optional<Node> value(Node node, String key) {
    return node instanceof Mapping mapping ? mapping.get(key) : Optional.empty();
  }
}
