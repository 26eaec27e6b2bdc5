package org.ablate.app.run;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;
import org.ablate.document.TextFile;
import org.ablate.report.Agreement;
import org.ablate.report.AttentionMap;
import org.ablate.report.LearnableParameter;
import org.ablate.report.LengthScores;
import org.ablate.report.Prediction;

/**
 * What a finished run came to, beside its metrics: the file in its folder that reports are made of.
 *
 * @param trainingSeconds how long the steps took
 * @param tokensPerSecond how many tokens the steps read in a second
 * @param flopsPerToken of a forward pass over examples of the mean length
 * @param stateBytes what decoding keeps for a sequence of the mean length; empty where it keeps
 *     none
 * @param agreement with ONNX Runtime
 * @param lengthScores how well it does on each length, where longer examples than those of the
 *     training were tested
 * @param parameters what was learned
 * @param predictions for some examples of the test split
 * @param attentionMaps while it made the first of them
 */
public record RunOutcome(
    double trainingSeconds,
    double tokensPerSecond,
    double flopsPerToken,
    Optional<Double> stateBytes,
    Optional<Agreement> agreement,
    Optional<LengthScores> lengthScores,
    List<LearnableParameter> parameters,
    List<Prediction> predictions,
    List<AttentionMap> attentionMaps) {

  private static final int MOST_BYTES = 64 << 20;

  /** Writes the file. */
  void write(RunFolder folder) {
    RunFolder.write(folder.outcome(), Json.write(Settings.write(this)));
  }

  /** Reads the file; empty if the run has not finished, or it is damaged. */
  static Optional<RunOutcome> read(RunFolder folder) {
    return read(folder, document -> document);
  }

  /** The same without predictions and attention maps, which are nearly all of the file. */
  static Optional<RunOutcome> readFigures(RunFolder folder) {
    return read(
        folder,
        document -> document.with("predictions", List.of()).with("attention_maps", List.of()));
  }

  private static Optional<RunOutcome> read(RunFolder folder, UnaryOperator<Mapping> part) {
    try {
      Mapping document =
          (Mapping)
              Json.read(folder.outcome().toString(), TextFile.read(folder.outcome(), MOST_BYTES));
      return Optional.of(Settings.read(part.apply(document), RunOutcome.class));
    } catch (DocumentException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
