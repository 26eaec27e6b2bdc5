package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ablate.app.Program.Result;
import org.ablate.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of the commands that train nothing. */
class CommandLineIT {
  private static final String SMALL =
      "task: copy\ntokenizer: symbol\nmodel: {architecture: decoder}\n";

  @TempDir Path folder;

  @Test
  void without_a_command_it_shows_what_there_is() {
    Result result = program().run();

    assertEquals(0, result.exitCode(), result.err());
    for (String command :
        List.of(
            "run",
            "validate",
            "variants",
            "describe",
            "verify",
            "export",
            "report",
            "inspect",
            "predict",
            "runs",
            "reproduce")) {
      assertTrue(result.out().contains("\n  " + command + " "), result.out());
    }
  }

  @Test
  void a_variant_is_checked_and_measured() {
    Result result = Program.inThisProcess("verify", "positional-encoding", "rotary");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().lines().anyMatch(ROTARY.asMatchPredicate())
            && result.out().endsWith("none fails.\n"),
        result.out());
  }

  /** Passed, skipped, gradient error, difference from ONNX Runtime, seconds. */
  private static final Pattern ROTARY =
      Pattern.compile(
          "positional_encoding rotary +(\\d+) of \\1 +0 +\\d\\.\\de-\\d+ +\\d\\.\\de-\\d+ +\\d+\\.\\d");

  @Test
  void variants_are_listed_with_source_and_settings() {
    Result result = Program.inThisProcess("variants", "positional-encoding");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .out()
            .contains(
                """
                  alibi              the distance times a slope of the head, subtracted from scores
                                     Press et al. (2022), arXiv:2108.12409, §3
                                     distance: symmetric, learned_slopes: false
                """),
        result.out());
    assertEquals("", result.err());
  }

  @Test
  void json_is_one_document_and_nothing_else() {
    Result result = Program.inThisProcess("variants", "--json");

    assertEquals(0, result.exitCode(), result.err());
    Json.read(result.out());
  }

  @Test
  void a_reference_page_says_what_the_author_wrote_of_each_setting() {
    Result result = Program.inThisProcess("describe", "attention", "sliding-window");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .out()
            .contains(
                """
                    window: 128
                      how many tokens a token sees on each side, itself included
                """),
        result.out());
  }

  @Test
  void the_reference_has_a_page_for_each_kind() throws IOException {
    Result result = program().run("docs");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        Files.readString(folder.resolve("docs/attention.md")).contains("\n## sliding-window\n"));
    assertTrue(
        Files.readString(folder.resolve("docs/README.md"))
            .contains("](attention.md#sliding-window)"));
  }

  @Test
  void an_unknown_kind_is_told_the_known_ones() {
    Result result = Program.inThisProcess("variants", "atention");

    assertEquals(2, result.exitCode());
    assertTrue(
        result.err().contains("unknown kind 'atention'; did you mean 'attention'?"), result.err());
  }

  @Test
  void a_kind_alone_is_told_its_names() {
    Result result = Program.inThisProcess("describe", "placement");

    assertEquals(2, result.exitCode());
    assertTrue(result.err().startsWith("say which placement: "), result.err());
    assertTrue(result.err().contains("post, pre"), result.err());
  }

  @Test
  void a_plugin_that_is_not_there_is_a_wrong_request() {
    Result result = Program.inThisProcess("variants", "--plugins", "nowhere.jar");

    assertEquals(2, result.exitCode());
    assertEquals("--plugins nowhere.jar: there is no such file or folder\n", result.err());
  }

  @Test
  void a_folder_of_plugins_without_jars_is_a_wrong_request() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("target/classes"));

    Result result = Program.inThisProcess("variants", "--plugins", classes.toString());

    assertEquals(2, result.exitCode());
    assertEquals(
        "--plugins %s: the folder holds no jar; build the plugin first (mvn package), or use: ablate dev --plugin\n"
            .formatted(classes),
        result.err());
  }

  @Test
  void a_file_is_no_folder_of_runs() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "");
    Result result = Program.inThisProcess("runs", "--out", file.toString());

    assertEquals(2, result.exitCode());
    assertEquals("--out %s: this is a file, not a folder\n".formatted(file), result.err());
  }

  @Test
  void a_plan_is_of_the_file_or_of_an_earlier_sweep() {
    Result result = Program.inThisProcess("run", "a.yaml", "--dry-run", "--resume");

    assertEquals(2, result.exitCode());
    assertEquals(
        "--dry-run shows what the file plans, and --resume goes on with what was planned: leave one of them out\n",
        result.err());
  }

  @Test
  void to_inspect_a_run_something_must_be_asked() {
    Result result = Program.inThisProcess("inspect", "latest");

    assertEquals(2, result.exitCode());
    assertEquals("say what to ask with --input TEXT\n", result.err());
  }

  @Test
  void an_unknown_name_is_told_the_nearest() {
    Result result = program().run("describe", "attention", "adative");

    assertEquals(2, result.exitCode());
    assertTrue(
        result.err().startsWith("unknown attention 'adative'; did you mean 'additive'?"),
        result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void a_file_with_mistakes_is_told_all_of_them_with_their_places() throws IOException {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        task: copy
        tokenizer: symbol
        model:
          architecture: decoder
          d_modl: 32
          attention: {name: sliding-window, window: 0}
        """);

    Result result = Program.inThisProcess("validate", file.toString());

    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("wrong.yaml:5:3: "), result.err());
    assertTrue(result.err().contains("did you mean 'd_model'?"), result.err());
    assertTrue(result.err().contains("window must be at least 1, got 0"), result.err());
  }

  @Test
  void mistakes_are_a_document_too() throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), "tsk: copy\n");
    Files.writeString(folder.resolve("small.yaml"), SMALL);

    Result result = program().run("validate", "wrong.yaml", "small.yaml", "--json");

    assertEquals(2, result.exitCode());
    assertEquals("", result.err());
    assertTrue(result.out().contains("\"valid\": false"), result.out());
    assertTrue(result.out().contains("\"line\": 1"), result.out());
    assertTrue(result.out().contains("\"valid\": true"), result.out());
    Json.read(result.out());
  }

  @Test
  void what_does_not_combine_is_refused_before_anything_runs() throws IOException {
    Path file = folder.resolve("illegal.yaml");
    Files.writeString(
        file,
        """
        task: copy
        tokenizer: symbol
        model: {architecture: decoder, attention: linear, positional_encoding: alibi}
        """);

    Result result = program().here("run", file.toString());

    assertEquals(2, result.exitCode());
    assertTrue(
        result
            .err()
            .contains(
                "attention 'linear' cannot honour a bias on its scores, which positional encoding 'alibi' needs"),
        result.err());
    assertTrue(Files.notExists(folder.resolve("runs/illegal")));
  }

  @Test
  void a_text_that_is_not_there_is_found_out_before_anything_runs() throws IOException {
    Path file = folder.resolve("text.yaml");
    Files.writeString(
        file,
        """
        task: {name: language-modeling, file: nowhere.txt}
        tokenizer: byte
        model: {architecture: decoder}
        """);

    Result result = Program.inThisProcess("validate", file.toString());

    assertEquals(2, result.exitCode());
    assertEquals(
        "%s: task 'language-modeling': %s: there is no such file\n"
            .formatted(file, folder.resolve("nowhere.txt")),
        result.err());
  }

  @Test
  void parallel_files_that_do_not_match_are_found_out_before_anything_runs() throws IOException {
    Path file = folder.resolve("pairs.yaml");
    Files.writeString(
        file,
        """
        task: {name: translation, train: a, validation: b, test: b, source: en, target: de}
        model: {architecture: encoder-decoder}
        """);
    Files.writeString(folder.resolve("a.en"), "yes\nno\n");
    Files.writeString(folder.resolve("a.de"), "ja\n");

    Result result = Program.inThisProcess("validate", file.toString());

    assertEquals(2, result.exitCode());
    assertEquals(
        "%s: task 'translation': %s has 2 lines, but %s has 1: parallel files go line by line\n"
            .formatted(file, folder.resolve("a.en"), folder.resolve("a.de")),
        result.err());
  }

  @Test
  void a_split_without_examples_is_found_out_before_anything_runs() throws IOException {
    Path file = folder.resolve("labels.yaml");
    Files.writeString(
        file,
        """
        task: {name: classification, train: a.tsv, validation: b.tsv, test: b.tsv}
        model: {architecture: encoder, tie_embeddings: false}
        """);
    Files.writeString(folder.resolve("a.tsv"), "text\tlabel\nfine\t1\n");
    Files.writeString(folder.resolve("b.tsv"), "text\tlabel\n");

    Result result = Program.inThisProcess("validate", file.toString());

    assertEquals(2, result.exitCode());
    assertEquals(
        "%s: task 'classification': there are no validation examples\n".formatted(file),
        result.err());
  }

  @Test
  void data_sets_are_listed_with_their_terms() {
    Result result = Program.inThisProcess("data", "list");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("sst-2 (1.0 MB"), result.out());
    assertTrue(result.out().contains("licence: in the public domain"), result.out());
  }

  @Test
  void a_data_set_that_is_not_known_is_a_wrong_request() {
    Result result = Program.inThisProcess("data", "fetch", "sst2");

    assertEquals(2, result.exitCode());
    assertEquals(
        "unknown data set 'sst2'; did you mean 'sst-2'? Known: multi30k-en-de, multi30k-en-fr, sst-2, tiny-shakespeare\n",
        result.err());
  }

  @Test
  void a_tokenizer_is_trained_and_tried() throws IOException {
    Path text = folder.resolve("text.txt");
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(text, "low lower lowest\n");
    Result trained =
        Program.inThisProcess(
            "tokenizer",
            "train",
            "byte-bpe",
            "--set",
            "merges=4",
            "--set",
            "min_frequency=1",
            "--input",
            text.toString(),
            "--out",
            file.toString());
    assertEquals(0, trained.exitCode(), trained.err());
    assertTrue(trained.out().startsWith("260 tokens from 1 texts"), trained.out());

    Result encoded =
        Program.inThisProcess(
            "tokenizer", "encode", "byte-bpe", file.toString(), "--input", "slow");
    Result decoded =
        Program.inThisProcess(
            "tokenizer", "decode", "byte-bpe", file.toString(), "--input", encoded.out().strip());
    assertEquals("slow\n", decoded.out());

    Result other =
        Program.inThisProcess("tokenizer", "encode", "unigram", file.toString(), "--input", "slow");
    assertEquals(2, other.exitCode());
    assertEquals(
        file
            + ": this is not the file of a 'unigram' tokenizer: its model is BPE, not Unigram; the tokenizer 'hugging-face' reads files of any scheme\n",
        other.err());
  }

  @Test
  void a_missing_file_is_one_line() {
    Result result = program().run("run", "nowhere.yaml");

    assertEquals(2, result.exitCode());
    assertEquals("nowhere.yaml: there is no such file\n", result.err());
  }

  @Test
  void a_broken_plugin_is_one_line_and_the_rest_goes_on() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "no jar");

    Result result = program().run("variants", "placement", "--plugins", "broken.jar");

    assertEquals(0, result.exitCode());
    assertEquals(
        "plugin broken.jar: it cannot be read as a jar: zip END header not found\n", result.err());
    assertTrue(result.out().contains("post"), result.out());
  }

  @Test
  void files_are_validated_together_and_a_wrong_one_hides_no_other() throws IOException {
    Files.writeString(folder.resolve("first.yaml"), SMALL);
    Files.writeString(folder.resolve("wrong.yaml"), "tsk: copy\n");
    Files.writeString(folder.resolve("last.yaml"), SMALL);

    Result result = program().run("validate", "first.yaml", "wrong.yaml", "last.yaml");

    assertEquals(2, result.exitCode());
    assertTrue(result.out().startsWith("first.yaml is valid: 1 run.\n\n"), result.out());
    assertTrue(result.out().contains("\n\nlast.yaml is valid: 1 run.\n\n"), result.out());
    assertTrue(result.err().startsWith("wrong.yaml:1:1: "), result.err());
  }

  @Test
  void data_that_cannot_be_had_is_a_problem_of_its_file_alone() throws IOException {
    Path sentiment = folder.resolve("sentiment.yaml");
    Path small = folder.resolve("small.yaml");
    Files.writeString(
        sentiment,
        """
        task: {name: classification, data: sst-2}
        model: {architecture: encoder, tie_embeddings: false}
        """);
    Files.writeString(small, SMALL);

    Result result =
        Program.inThisProcess(
            "validate", sentiment.toString(), small.toString(), "--data-mirror", folder.toString());

    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith(sentiment + ": the data mirror " + folder), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.out().contains(small + " is valid: 1 run.\n"), result.out());
  }

  @Test
  void every_experiment_that_makes_its_own_data_composes() throws IOException {
    assertCompose(experiments().filter(file -> !namesData(file)).toList());
  }

  @Test
  void every_experiment_on_a_data_set_composes() throws IOException {
    assumeTrue(
        System.getenv("ABLATE_DATA_MIRROR") != null,
        "set ABLATE_DATA_MIRROR to the folder of data sets");
    assertCompose(experiments().filter(CommandLineIT::namesData).toList());
  }

  private static Stream<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.walk(Program.EXPERIMENTS)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList().stream();
    }
  }

  private void assertCompose(List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("validate"));
    files.forEach(file -> arguments.add(file.toString()));

    Result result = Program.inThisProcess(arguments.toArray(String[]::new));

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(files.size(), result.out().lines().filter(l -> l.contains(" is valid: ")).count());
  }

  /** Whether a file or one that it extends names a data set. */
  private static boolean namesData(Path file) {
    String text = read(file);
    Matcher extended = Pattern.compile("(?m)^extends: (.+)$").matcher(text);
    return text.matches("(?s).*\\bdata: [a-z].*")
        || extended.find() && namesData(file.resolveSibling(extended.group(1)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program program() {
    return new Program(folder);
  }
}
