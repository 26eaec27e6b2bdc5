package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ablate.app.Program.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the walk through the experiments of {@code learn/} shows is what they come to. */
class LearnIT {
  private static final Path LEARN = Program.EXPERIMENTS.resolve("learn");

  /** Four decimals are shown, and the last one may be rounded either way. */
  private static final double ROUNDING = 1.01e-4;

  /** Single precision ends a training a little differently on another processor. */
  private static final double TRAINING = 0.05;

  /** The end of a row of a map: shades, what is looked at most, and how much. */
  private static final Pattern LOOK = Pattern.compile("[·░▒▓█]+  (\\S+) (\\d\\.\\d\\d)");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  private static final String LOVE = "i-love-data-science";

  @TempDir static Path folder;

  /** All at once, each in a folder of its own, as each takes seconds. */
  @BeforeAll
  static void carryOut() throws IOException, InterruptedException {
    List<Process> runs = new ArrayList<>();
    for (String name : List.of(LOVE, "mask", "heads")) {
      Path own = Files.createDirectory(folder.resolve(name));
      runs.add(new Program(own).start("run", LEARN.resolve(name + ".yaml").toString()));
    }
    for (Process run : runs) {
      assertEquals(0, run.waitFor());
    }
  }

  private static String inspect(String experiment, String run, String input, String... more) {
    List<String> arguments = new ArrayList<>(List.of("inspect", run, "--input", input));
    arguments.addAll(List.of(more));
    Result result = new Program(folder.resolve(experiment)).here(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.out() + result.err());
    return result.out();
  }

  /** What commands print, as it stands in fences under a heading; commands alone are marked sh. */
  private static List<String> shown(String heading) throws IOException {
    String walk = Files.readString(LEARN.resolve("README.md"));
    String section = walk.split("\n## " + Pattern.quote(heading) + "\n", 2)[1].split("\n## ")[0];
    return FENCE
        .matcher(section)
        .results()
        .filter(fence -> fence.group(1).isEmpty())
        .map(fence -> fence.group(2))
        .toList();
  }

  private static void assertAlike(String told, String found, double tolerance) {
    String[] expected = told.strip().split("\\s+");
    String[] actual = found.strip().split("\\s+");
    boolean alike = expected.length == actual.length;
    for (int i = 0; alike && i < expected.length; i++) {
      alike = isAlike(expected[i], actual[i], tolerance);
    }
    assertTrue(alike, "told:\n" + told + "\nfound:\n" + found);
  }

  private static boolean isAlike(String expected, String actual, double tolerance) {
    boolean numbers = NUMBER.matcher(expected).matches() && NUMBER.matcher(actual).matches();
    return numbers
        ? Math.abs(Double.parseDouble(expected) - Double.parseDouble(actual)) <= tolerance
        : expected.equals(actual);
  }

  /** Every row of the maps that are told is found in a map. */
  private static void assertLooks(List<String> told, String found) {
    List<String> rows = told.stream().flatMap(LearnIT::looks).toList();
    assertFalse(rows.isEmpty());
    List<String> looks = looks(found).toList();
    for (String row : rows) {
      assertTrue(
          looks.stream().anyMatch(look -> isSame(row, look)), row + " is not among " + looks);
    }
  }

  private static Stream<String> looks(String maps) {
    return LOOK.matcher(maps).results().map(look -> look.group(1) + " " + look.group(2));
  }

  private static boolean isSame(String told, String found) {
    String[] expected = told.split(" ");
    String[] actual = found.split(" ");
    return expected[0].equals(actual[0]) && isAlike(expected[1], actual[1], TRAINING);
  }

  @Test
  void every_step_of_i_love_data_science_is_as_it_is_told() throws IOException {
    List<String> told =
        shown("\"I love data science\", number by number").stream()
            .flatMap(fence -> Stream.of(fence.split("\n\n")))
            .filter(step -> step.startsWith("("))
            .toList();
    String[] found = inspect(LOVE, LOVE, "I love data science", "--steps").split("\n\n");
    assertEquals(15, told.size());
    for (String step : told) {
      int number = Integer.parseInt(step.substring(1, step.indexOf(')')).strip());
      assertAlike(step, found[number - 1], ROUNDING);
    }
  }

  @Test
  void the_maps_with_and_without_a_mask_are_as_they_are_told() throws IOException {
    List<String> shown = shown("With and without a mask");
    assertLooks(
        List.of(shown.get(0)),
        inspect("mask", "mask/masked", "1 0 1 1 0")
            + inspect("mask", "mask/unmasked", "1 0 1 1 0"));
    String weights = "decoder.layer.0.self_attention.weights";
    assertAlike(
        shown.get(1).split("\n", 2)[1],
        inspect("mask", "mask/masked", "1 0 1 1 0", "--value", weights),
        TRAINING);
  }

  @Test
  void the_two_heads_look_where_they_are_told_to() throws IOException {
    assertLooks(
        shown("Two heads that look at different places"), inspect("heads", "heads", "4 0 1"));
  }

  @Test
  void a_vocabulary_of_another_size_is_told_when_the_words_are_known() throws IOException {
    Files.writeString(folder.resolve("words.conll"), "I PRONOUN\nlove VERB\n");
    String words = folder.resolve("words.conll").toString();
    Result result =
        new Program(folder)
            .run(
                "run",
                LEARN.resolve("i-love-data-science.yaml").toString(),
                "--set",
                "task.train=" + words,
                "--set",
                "task.validation=" + words,
                "--set",
                "task.test=" + words);
    assertEquals(1, result.exitCode(), result.out() + result.err());
    assertTrue(
        (result.out() + result.err())
            .contains(
                "initialize.values: 'embedding.weight' must have the shape [token=8, d_model=2], but [10, 2] is stated; 'classifier.weight' must have the shape [d_model=2, output=2], but [2, 3] is stated"),
        result.out() + result.err());
  }
}
