package org.ablate.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.model.Transformer;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.verification.SizeSpread;

/** The batches and lengths with which a model is compared, none longer than it can take. */
final class ReferenceSizes {
  private ReferenceSizes() {}

  static List<Map<String, Long>> of(Transformer model, Graph graph) {
    Map<String, Long> limits = new HashMap<>();
    model
        .maxLength()
        .ifPresent(
            longest -> {
              boolean continues = graph.mode() == Mode.DECODING_STEP;
              long each = continues ? Math.max(1, longest / 2) : longest; // past and new positions
              for (String axis : List.of("position", "source", "target", Scope.PAST)) {
                limits.put(axis, each);
              }
            });
    return SizeSpread.of(graph, limits);
  }
}
