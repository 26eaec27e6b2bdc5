package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.ablate.app.Program.Result;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tiny language model, and the ways in which it continues texts. */
class GenerateIT {
  private static final String EXPERIMENT =
      """
      task: {name: language-modeling, file: text.txt}
      tokenizer: byte
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, positional_encoding: {name: learned, length: 16}}
      training: {steps: 30, batch_size: 8, sequence_length: 16, warmup_steps: 5, learning_rate: 1e-2}
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Files.writeString(folder.resolve("text.txt"), "Größe zählt, über alle Maßen. ".repeat(80));
    Files.writeString(folder.resolve("lm.yaml"), EXPERIMENT);
    Result trained = new Program(folder).run("run", "lm.yaml");
    assertEquals(0, trained.exitCode(), trained.err());
  }

  private static Result generate(String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "generate";
    arguments[1] = "latest";
    arguments[2] = "--prompt";
    arguments[3] = "Größe";
    System.arraycopy(options, 0, arguments, 4, options.length);
    return new Program(folder).here(arguments);
  }

  @Test
  void a_text_goes_on_beyond_what_the_model_reads_at_once() {
    Result result = generate("--tokens", "50", "--temperature", "0.5", "--json");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("\"tokens\": 50"), result.out());
  }

  @Test
  void the_seed_decides_what_is_drawn() {
    Result first = generate("--tokens", "30", "--seed", "1");

    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.out().startsWith("Größe"), first.out());
    assertEquals(first.out(), generate("--tokens", "30", "--seed", "1").out());
    assertNotEquals(first.out(), generate("--tokens", "30", "--seed", "2").out());
  }

  @Test
  void what_is_streamed_is_what_is_told_at_once() {
    String[] options = {"--tokens", "40", "--top-k", "5", "--top-p", "0.9", "--min-p", "0.02"};
    String streamed = generate(options).out().strip();
    String[] asJson = Arrays.copyOf(options, options.length + 1);
    asJson[options.length] = "--json";
    String told =
        ((Mapping) Json.read(generate(asJson).out())).get("text").orElseThrow().toJava().toString();

    assertEquals(streamed, ("Größe" + told).strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tokens | 0 | --tokens must be at least 1, got 0",
        "--context | 99 | --context must be at most 16, which the model can read, got 99",
        "--top-p | 1.5 | top_p must be above 0 and at most 1, got 1.5",
        "--beam | 0 | beam must be at least 1, got 0"
      })
  void impossible_values_are_one_line(String option, String value, String message) {
    Result result = generate(option, value);

    assertEquals(2, result.exitCode(), result.out());
    assertEquals(message + "\n", result.err());
  }

  @Test
  void a_prompt_without_a_character_is_one_line() {
    Result result = new Program(folder).run("generate", "latest", "--prompt", "");

    assertEquals(2, result.exitCode(), result.out());
    assertEquals(
        "lm/base/seed-1: a text to be continued needs a character at least\n", result.err());
  }

  @Test
  void beam_search_answers_a_question() {
    Result result = new Program(folder).run("predict", "latest", "--input", "Größe", "--beam", "3");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, result.out().lines().count(), result.out());
  }
}
