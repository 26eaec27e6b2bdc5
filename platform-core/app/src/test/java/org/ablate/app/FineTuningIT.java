package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ablate.app.Program.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model learns words by guessing masked ones, and then tells good from bad ones. */
class FineTuningIT {
  private static final String BASE =
      """
      tokenizer: word
      model:
        architecture: encoder
        d_model: 16
        n_heads: 2
        n_layers: 1
        d_ff: 32
        dropout: 0.0
        tie_embeddings: false
      training: {steps: 6, batch_size: 8, warmup_steps: 2, evaluate_every: 3, checkpoint_every: 3, sequence_length: 16}
      """;

  private static final String PRETRAINING =
      "task: {name: masked-language-modeling, file: texts.txt}\n";

  private static final String CLASSIFICATION =
      """
      task: {name: classification, train: labels.tsv, validation: labels.tsv, test: labels.tsv}
      variants:
        scratch: {}
        pretrained: {initialize.from: pretraining/base/seed-1}
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void pretrain() throws IOException {
    Files.writeString(
        folder.resolve("texts.txt"),
        "a fine film of warm words\na dull film of cold words\n".repeat(40));
    Files.writeString(
        folder.resolve("labels.tsv"),
        "text\tlabel\n" + "a fine film\tgood\na dull film\tbad\n".repeat(8));
    Files.writeString(folder.resolve("pretraining.yaml"), PRETRAINING + BASE);
    Files.writeString(folder.resolve("sentiment.yaml"), CLASSIFICATION + BASE);
    Result pretrained = program().run("run", "pretraining.yaml");
    assertEquals(0, pretrained.exitCode(), pretrained.out() + pretrained.err());
  }

  @Test
  void a_run_starts_from_the_weights_of_another_and_says_which() throws IOException {
    Result result = program().run("run", "sentiment.yaml");

    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(
        result
            .out()
            .contains(
                "sentiment/pretrained/seed-1 starts from pretraining/base/seed-1 after step 6: 19 of 21 weights"),
        result.out());
    Path run = folder.resolve("runs/sentiment/pretrained/seed-1");
    assertTrue(
        Files.readString(run.resolve("settings.yaml")).matches("(?s).*hash: \"?[0-9a-f]{64}.*"),
        "no hash");
    Result shown = program().here("runs", "show", "sentiment/pretrained");
    assertTrue(shown.out().contains("initialized from"), shown.out());
    Result again = program().here("reproduce", "sentiment/pretrained/seed-1");
    assertEquals(0, again.exitCode(), again.out() + again.err());
  }

  @Test
  void a_run_that_is_not_there_is_found_out_before_anything_runs() {
    Result result =
        program()
            .here(
                "run",
                program().at("sentiment.yaml"),
                "--set",
                "variants.pretrained.initialize.from=nobody");

    assertEquals(2, result.exitCode(), result.out());
    assertEquals("There is no run 'nobody'.\n", result.err());
  }

  @Test
  void another_tokenizer_is_refused_before_anything_runs() {
    Result result =
        program().here("run", program().at("sentiment.yaml"), "--set", "tokenizer=character");

    assertEquals(2, result.exitCode(), result.out());
    assertEquals(
        "initialize.from: pretraining/base/seed-1 reads text by the tokenizer 'word', but this run by 'character'; its weights are of use with the same one only\n",
        result.err());
  }

  private static Program program() {
    return new Program(folder);
  }
}
