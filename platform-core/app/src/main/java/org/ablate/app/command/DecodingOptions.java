package org.ablate.app.command;

import java.util.Optional;
import org.ablate.app.RequestException;
import org.ablate.app.run.RecordedRun;
import org.ablate.experiment.DecodingSettings;
import org.ablate.training.decoding.Decoding;
import picocli.CommandLine.Option;

/** How tokens are chosen, where that is to be other than the run's settings say. */
final class DecodingOptions {

  @Option(names = "--tokens", paramLabel = "N", description = "Write at most so many tokens.")
  private Optional<Integer> tokens = Optional.empty();

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = "Search for the most likely answer with so many beginnings at once.")
  private Optional<Integer> beam = Optional.empty();

  @Option(
      names = "--length-penalty",
      paramLabel = "ALPHA",
      description = "How much a beam search allows for lengths; 0 prefers short answers.")
  private Optional<Double> lengthPenalty = Optional.empty();

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Draw tokens; below 1, likely ones are drawn more often. 0 draws none.")
  private Optional<Double> temperature = Optional.empty();

  @Option(names = "--top-k", paramLabel = "K", description = "Draw from the K most likely tokens.")
  private Optional<Integer> topK = Optional.empty();

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Draw from the fewest tokens that have this probability together.")
  private Optional<Double> topP = Optional.empty();

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Draw from tokens that are so likely in proportion to the most likely one.")
  private Optional<Double> minP = Optional.empty();

  @Option(
      names = "--repetition-penalty",
      paramLabel = "FACTOR",
      description = "Make tokens less likely that are there already; 1 does not.")
  private Optional<Double> repetitionPenalty = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "What is drawn depends on this seed (default: the run's).")
  private Optional<Long> seed = Optional.empty();

  /** How many tokens are written at most. */
  int tokens(int unlessStated) {
    int chosen = tokens.orElse(unlessStated);
    if (chosen < 1) {
      throw new RequestException("--tokens must be at least 1, got " + chosen);
    }
    return chosen;
  }

  /** The run's settings with what is stated here laid over them. */
  Decoding over(RecordedRun run) {
    return over(run, run.plan().composition().decoding());
  }

  /** As {@link #over}, but tokens are drawn where nothing else is stated. */
  Decoding drawing(RecordedRun run) {
    DecodingSettings own = run.plan().composition().decoding();
    double usual = own.temperature() > 0 ? own.temperature() : 1;
    return over(run, with(own, 1, beam.isPresent() ? 0 : usual));
  }

  private Decoding over(RecordedRun run, DecodingSettings own) {
    DecodingSettings base = own;
    if (temperature.isPresent() && beam.isEmpty()) {
      base = with(base, 1, base.temperature());
    } else if (beam.isPresent() && temperature.isEmpty()) {
      base = with(base, base.beam(), 0);
    }
    try {
      return new DecodingSettings(
              base.maxLength(),
              beam.orElse(base.beam()),
              lengthPenalty.orElse(base.lengthPenalty()),
              temperature.orElse(base.temperature()),
              topK.orElse(base.topK()),
              topP.orElse(base.topP()),
              minP.orElse(base.minP()),
              repetitionPenalty.orElse(base.repetitionPenalty()))
          .decoding(seed.orElse(run.plan().seed()));
    } catch (IllegalArgumentException e) {
      throw new RequestException(e.getMessage());
    }
  }

  /** Settings with another search; what is drawn from goes where nothing is drawn. */
  private static DecodingSettings with(DecodingSettings own, int beam, double temperature) {
    DecodingSettings usual = temperature > 0 ? own : DecodingSettings.DEFAULTS;
    return new DecodingSettings(
        own.maxLength(),
        temperature > 0 ? 1 : beam,
        own.lengthPenalty(),
        temperature,
        usual.topK(),
        usual.topP(),
        usual.minP(),
        own.repetitionPenalty());
  }
}
