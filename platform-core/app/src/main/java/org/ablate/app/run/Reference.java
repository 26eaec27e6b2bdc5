package org.ablate.app.run;

import java.util.Optional;
import org.ablate.libtorch.Device;
import org.ablate.model.Transformer;
import org.ablate.report.Agreement;
import org.ablate.tensor.Graph;
import org.ablate.verification.Inputs;
import org.ablate.verification.SizeSpread;
import org.ablate.verification.Verdict;
import org.ablate.verification.Verification;

/** Compares a trained model with ONNX Runtime, the independent reference. */
final class Reference {
  private static final long SEED = 1;

  private Reference() {}

  /** The comparison as reports show it. */
  static Agreement compare(LoadedRun run, Graph graph) {
    var agreement = verify(run, graph);
    return new Agreement(
        Optional.of(agreement.maxAbsoluteDifference()).filter(Double::isFinite),
        agreement.verdict() == Verdict.AGREE,
        agreement.provider().toString());
  }

  private static org.ablate.verification.Agreement verify(LoadedRun run, Graph graph) {
    Transformer model = run.model();
    try (Verification verification = Verification.open(Device.CPU, 1, SEED)) {
      return verification.verify(
          graph,
          run.weights(graph),
          Inputs.integersBelow(model.vocabularySize()),
          SizeSpread.of(graph, model.maxLength()));
    }
  }
}
