package org.ablate.app.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;
import org.ablate.document.TextFile;
import org.ablate.report.Agreement;
import org.ablate.report.AttentionMap;
import org.ablate.report.GradientReach;
import org.ablate.report.LearnableParameter;
import org.ablate.report.LengthScores;
import org.ablate.report.Prediction;

/**
 * What a finished run came to, beside its metrics: the files in its folder that reports are made
 * of.
 *
 * @param trainingSeconds how long the steps took
 * @param tokensPerSecond how many tokens the steps read in a second; empty if none was taken
 * @param flopsPerToken of a forward pass over examples of the mean length
 * @param stateBytes what decoding keeps for a sequence of the mean length; empty where it keeps
 *     none
 * @param agreement with ONNX Runtime
 * @param lengthScores how well it does on each length, where longer examples than those of the
 *     training were tested
 * @param gradientReach how far back the loss reaches, where the model goes on with running text
 * @param parameters what was learned
 * @param predictions for some examples of the test split
 * @param attentionMaps while it made the first of them
 */
public record RunOutcome(
    double trainingSeconds,
    Optional<Double> tokensPerSecond,
    double flopsPerToken,
    Optional<Double> stateBytes,
    Optional<Agreement> agreement,
    Optional<LengthScores> lengthScores,
    Optional<GradientReach> gradientReach,
    List<LearnableParameter> parameters,
    List<Prediction> predictions,
    List<AttentionMap> attentionMaps) {

  private static final int MOST_BYTES = 64 << 20;
  private static final String ATTENTION_MAPS = "attention_maps";

  /**
   * Writes the file, and the attention maps to one of their own, first: they are nearly all that
   * there is to read, and the reports of hundreds of runs need those of few.
   */
  void write(RunFolder folder) {
    Mapping document = Settings.write(this);
    Mapping maps = Mapping.empty().with(document.entry(ATTENTION_MAPS).orElseThrow());
    RunFolder.write(folder.attentionMaps(), Json.write(maps));
    RunFolder.write(folder.outcome(), Json.write(document.with(ATTENTION_MAPS, List.of())));
  }

  /** Reads the file; empty if the run has not finished, or it is damaged. */
  static Optional<RunOutcome> read(RunFolder folder) {
    return read(folder, document -> withMaps(folder, document));
  }

  /** The same without predictions and attention maps. */
  static Optional<RunOutcome> readFigures(RunFolder folder) {
    return read(
        folder,
        document -> document.with("predictions", List.of()).with(ATTENTION_MAPS, List.of()));
  }

  /** Runs of earlier versions have their maps with all the rest. */
  private static Mapping withMaps(RunFolder folder, Mapping document) {
    return Files.exists(folder.attentionMaps())
        ? document.with(mapping(folder.attentionMaps()).entry(ATTENTION_MAPS).orElseThrow())
        : document;
  }

  private static Optional<RunOutcome> read(RunFolder folder, UnaryOperator<Mapping> part) {
    try {
      return Optional.of(Settings.read(part.apply(mapping(folder.outcome())), RunOutcome.class));
    } catch (DocumentException | ClassCastException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static Mapping mapping(Path file) {
    return (Mapping) Json.read(file.toString(), TextFile.read(file, MOST_BYTES));
  }
}
