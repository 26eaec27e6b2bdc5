package org.ablate.conformance;

import java.util.Arrays;
import java.util.Map;
import org.ablate.conformance.SmallModel.Setup;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Architecture;
import org.ablate.model.CompositionException;
import org.ablate.plugin.Capability;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;

/**
 * What parts must do together, in short: models of one layer, several things shown by each run of
 * them.
 */
final class CombinationCheck {
  private static final int LENGTH = 7;
  private static final int PADDING = 2;
  private static final int CHANGED_FROM = 4;

  /** The same tokens padded on the right and on the left, and beside them with another end. */
  private static final long[][] ROWS = {
    {7, 10, 6, 9, 8, 11, 7, 0, 0}, {0, 0, 7, 10, 6, 9, 8, 11, 7}, {7, 10, 6, 9, 10, 6, 8, 0, 0}
  };

  private static final long[][] ALONE = {{7, 10, 6, 9, 8, 11, 7}};

  private final Models models;
  private final Engines engines;

  CombinationCheck(PlainParts parts, Engines engines) {
    this.models = new Models(parts);
    this.engines = engines;
  }

  /** Parts that combine must conform, and others be refused with the reason. */
  Outcome run() {
    for (Architecture architecture : models.architectures()) {
      var reason = SmallModel.refusal(Setup.of(architecture), models.parts());
      if (reason.isPresent()) {
        return refused(architecture, reason.get());
      }
    }
    conform();
    return Outcome.PASSED;
  }

  private Outcome refused(Architecture architecture, String reason) {
    try {
      models.of(Setup.of(architecture));
    } catch (CompositionException e) {
      return Outcome.skipped(e.getMessage());
    }
    throw new ConformanceException("it was composed, although " + reason);
  }

  private void conform() {
    for (Architecture architecture : models.architectures()) {
      SmallModel model = models.of(Setup.of(architecture).oneLayer());
      String where = Models.in(architecture);
      double[][] alone = model.logits(ALONE)[0];
      double[][][] rows = model.logits(ROWS);
      Expect.finite(alone, "without padding" + where);
      Expect.same(
          alone,
          rows[0],
          "padding on the right changes the outputs of tokens" + where,
          Expect.OVER_PADDING);
      Expect.same(
          alone,
          Arrays.copyOfRange(rows[1], PADDING, PADDING + LENGTH),
          "padding on the left changes the outputs of tokens" + where,
          Expect.OVER_PADDING);
      if (architecture == Architecture.DECODER) {
        Expect.same(
            Arrays.copyOf(alone, CHANGED_FROM),
            rows[2],
            "under a causal mask outputs depend on tokens from position %d, which come later"
                .formatted(CHANGED_FROM),
            Expect.OVER_LATER);
      }
      Expect.same(
          alone,
          libtorch(model.inference()),
          "libtorch differs from the interpreter" + where,
          "a mistake of the platform");
    }
    PositionalEncoding encoding = models.parts().positions();
    if (encoding.isRelative() && !encoding.places().isEmpty()) {
      ShiftCheck.run(models);
    }
    if (models.architectures().contains(Architecture.DECODER)
        && models.can(Capability.INCREMENTAL)) {
      decode(models.of(Setup.of(Architecture.DECODER).oneLayer()));
    }
  }

  private double[][] libtorch(Graph graph) {
    Map<String, Array> values = SmallModel.weights(graph);
    Map<String, Array> inputs = Map.of("tokens", SmallModel.array(ALONE));
    try (Program program = engines.float64().compile(graph);
        Weights weights = Engines.weights(engines.float64(), graph, values)) {
      return SmallModel.logits(program.run(weights, inputs))[0];
    }
  }

  private static void decode(SmallModel model) {
    double[][][] full = model.logits(ROWS);
    double[][][] parted = model.decode(Map.of(), "tokens", ROWS, 2);
    for (int row = 0; row < ROWS.length; row++) {
      int first = row == 1 ? PADDING : 0;
      Expect.same(
          Arrays.copyOfRange(full[row], first, first + LENGTH),
          Arrays.copyOfRange(parted[row], first, first + LENGTH),
          "decoding two tokens at a time differs from the full pass",
          Expect.IN_STATE);
    }
  }
}
