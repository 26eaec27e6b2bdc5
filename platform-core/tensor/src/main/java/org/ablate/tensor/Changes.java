package org.ablate.tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What outer definitions change about inner ones.
 *
 * @param initialization how parameters start, by their qualified names
 * @param replacements what is made of values, by the qualified names of their probes
 */
record Changes(
    Scope.Initialization initialization, Map<String, UnaryOperator<Tensor>> replacements) {
  static final Changes NONE = new Changes((name, stated) -> stated, Map.of());

  /** These, and before them what is said of the names that start with a prefix, without it. */
  Changes initializing(String prefix, Scope.Initialization inner) {
    return new Changes(
        (name, stated) ->
            initialization.of(name, inner.of(name.substring(prefix.length()), stated)),
        replacements);
  }

  /** These, and before them one more. */
  Changes replacing(String name, UnaryOperator<Tensor> inner) {
    Map<String, UnaryOperator<Tensor>> all = new HashMap<>(replacements);
    all.put(name, value -> replaced(name, inner.apply(value)));
    return new Changes(initialization, all);
  }

  Initializer initializer(String name, Initializer stated) {
    return initialization.of(name, stated);
  }

  /** What is to be used in place of a value. */
  Tensor replaced(String name, Tensor value) {
    return replacements.getOrDefault(name, UnaryOperator.identity()).apply(value); // as value
  }
}
