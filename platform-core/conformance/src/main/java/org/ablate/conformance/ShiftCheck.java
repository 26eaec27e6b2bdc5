package org.ablate.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.model.Architecture;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;

/** With relative positions it does not matter where a sequence begins. */
final class ShiftCheck {
  private static final int SHIFT = 5;
  private static final long[][] ROW = {{7, 10, 6, 9, 8, 11, 7}};

  private static final String HINT =
      "queries and keys that are changed or divided after they have their positions: what comes before is for queries() and keys() to do, and queriesPerHead() says how many stand in a head; or declare no rotation";

  private ShiftCheck() {}

  /**
   * Requires of models of one layer that they give the same when all tokens stand later.
   *
   * @param models of parts whose positional encoding is relative
   */
  static Outcome run(Models models) {
    PlainParts parts = models.parts();
    PositionalEncoding encoding = parts.positions();
    for (Architecture architecture : models.architectures()) {
      Setup setup = Setup.of(architecture).oneLayer();
      SmallModel plain = models.of(setup);
      Optional<String> drawn = drawn(plain.inference());
      if (drawn.isPresent()) {
        return Outcome.skipped(
            "'%s' is drawn at random: scores are estimated, and their mean alone is of distances"
                .formatted(drawn.get()));
      }
      SmallModel shifted = new SmallModel(setup, parts.withPositions(new Later(encoding, SHIFT)));
      Expect.same(
          plain.logits(ROW)[0],
          shifted.logits(ROW)[0],
          "with all positions %d later the outputs change%s"
              .formatted(SHIFT, Models.in(architecture)),
          HINT);
    }
    return Outcome.PASSED;
  }

  /** A buffer that is another for another seed. */
  private static Optional<String> drawn(Graph graph) {
    Map<String, Array> one = graph.initialWeights(1);
    Map<String, Array> other = graph.initialWeights(2);
    return graph.buffers().stream()
        .map(Op.Buffer::name)
        .filter(name -> !Arrays.equals(one.get(name).toDoubles(), other.get(name).toDoubles()))
        .findFirst();
  }
}
