package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ablate.app.Program.Result;
import org.ablate.app.run.Reports;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.report.Tuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A translation is tuned: of two rates, one learns it, and the first does not. */
class TuningIT {
  private static final String EXPERIMENT =
      """
      task: {name: translation, train: words.tsv, validation: words.tsv, test: words.tsv}
      tokenizer: word
      model: {architecture: encoder-decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, dropout: 0.0}
      training: {steps: 60, batch_size: 8, warmup_steps: 2, evaluate_every: 60, checkpoint_every: 60, threads: 64}
      tune: {training.learning_rate: [1e-6, 2e-2]}
      """;

  private static final String WORDS =
      """
      source\ttarget
      one\teins
      two\tzwei
      three\tdrei
      four\tvier
      """;

  @TempDir private Path folder;

  @Test
  void a_translation_is_tuned_by_what_it_is_reported_by() throws IOException {
    Files.writeString(folder.resolve("words.tsv"), WORDS);
    Path file = Files.writeString(folder.resolve("words.yaml"), EXPERIMENT);

    Result result =
        Program.inThisProcess("run", file.toString(), "--out", folder.resolve("runs").toString());

    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(result.out().contains("validation BLEU"), result.out());
    try (Registry registry = Registry.open(folder.resolve("runs/registry.db"))) {
      List<Run> runs = registry.list(RunFilter.all().ofExperiment("words"));
      Tuning tuning = Reports.of(registry, runs).plan().tuning().orElseThrow();
      assertEquals("BLEU", tuning.metric().label());
      assertEquals(
          List.of("learning_rate=0.02"),
          tuning.variants().get(0).candidates().stream()
              .filter(Tuning.Candidate::chosen)
              .map(Tuning.Candidate::choice)
              .toList());
    }
  }
}
