package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as headless Chromium shows it. */
class ReportPageInBrowserTest {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_SECONDS = 60;

  private static Optional<Path> browser;

  @TempDir Path folder;

  @BeforeAll
  static void find() {
    browser =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(browser.isPresent(), "no chromium on the PATH to show the page in");
  }

  /** The document after its scripts have run, which must not have complained. */
  private String shown(String html) throws IOException, InterruptedException {
    Path page = Files.writeString(folder.resolve("page.html"), html);
    Path document = folder.resolve("document.html");
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(browser.orElseThrow().toString());
    command.addAll(
        List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
    command.addAll(
        List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
    command.addAll(List.of("--user-data-dir=" + folder.resolve("profile"), "--dump-dom"));
    command.addAll(List.of("--enable-logging=stderr", "--virtual-time-budget=5000"));
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the browser hangs");
    } finally {
      process.destroyForcibly().waitFor();
    }
    String console =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("CONSOLE"))
            .reduce("", (all, line) -> all + line + "\n");
    assertEquals("", console);
    String dom = Files.readString(document);
    assertTrue(dom.contains("data-ready=\"true\""), "the page's script did not come to its end");
    assertFalse(dom.contains("data-error"), "the page's script met an error");
    return dom;
  }

  private static List<Integer> numbers(String dom, String attribute) {
    return Pattern.compile(attribute + "=\"(\\d+)\"")
        .matcher(dom)
        .results()
        .map((MatchResult result) -> Integer.parseInt(result.group(1)))
        .toList();
  }

  @Test
  void curves_maps_and_tables_are_drawn() throws Exception {
    String dom = shown(ReportPage.html(SampleReport.create()));
    // Quality against cost; three panels of three means and a run that diverged; three by
    // length; the heads: two layers of four.
    assertEquals(List.of(3, 4, 4, 4, 3, 3, 8), numbers(dom, "data-marks"));
    // Ten digits of the answer by twenty-five letters of the question.
    assertEquals(List.of(250), numbers(dom, "data-cells"));
    assertTrue(dom.contains("href=\"data:image/png;base64,"), "the map has no picture");
    assertEquals(9, dom.split("data-status=", -1).length - 1);
  }

  @Test
  void what_was_tried_and_what_was_planned_are_shown() throws Exception {
    String dom = shown(ReportPage.html(SampleReport.create()));
    assertEquals(3, dom.split("<tr class=\"chosen\">", -1).length - 1, "one choice a variant");
    assertTrue(dom.contains("the same candidates, in 4 trials"), "trials are not counted");
    assertTrue(dom.contains("1 of 2"), "the trial that did not finish is not counted");
    assertTrue(dom.contains("10.4 in all, as far as variants have begun"), "no expected minutes");
  }

  @Test
  void every_control_can_be_used() throws Exception {
    String use =
        """
        <script>
        for (const button of document.querySelectorAll("button")) { button.click(); }
        for (const list of document.querySelectorAll("select")) {
          list.selectedIndex = list.options.length - 1;
          list.dispatchEvent(new Event("change"));
        }
        for (const picture of document.querySelectorAll("svg")) {
          picture.dispatchEvent(new PointerEvent("pointermove", {clientX: 300, clientY: 300}));
          picture.dispatchEvent(new PointerEvent("pointerleave"));
        }
        document.body.dataset.used = "true";
        </script>
        </body>
        """;
    String dom = shown(ReportPage.html(SampleReport.create()).replace("</body>\n", use));
    assertTrue(dom.contains("data-used=\"true\""));
    // Every variant's button was pressed, which hides it.
    assertEquals(List.of(0, 0, 0), numbers(dom, "data-marks").subList(1, 4));
  }

  @Test
  void two_hundred_runs_of_a_grid_are_drawn() throws Exception {
    String dom = shown(ReportPage.html(SampleReport.grid(40, 5)));
    // Forty means in each of the panels, seven in colour and the rest in grey.
    assertEquals(List.of(40, 40, 40, 40, 40, 40), numbers(dom, "data-marks").subList(0, 6));
    assertEquals(List.of(40), numbers(dom, "data-cells-of-grid"));
    assertEquals(200, dom.split("data-status=", -1).length - 1);
  }

  @Test
  void a_single_answer_shows_its_maps_and_no_empty_sections() throws Exception {
    RunResult run = SampleReport.create().variants().get(0).runs().get(0);
    Inspection inspection =
        new Inspection(
            run.id(),
            "scaled-dot-product",
            Instant.EPOCH,
            run.predictions().get(0),
            run.attentionMaps(),
            List.of(StepTextTest.SCORES, StepTextTest.WEIGHT));
    String dom = shown(ReportPage.html(inspection));
    assertEquals(List.of(2), numbers(dom, "data-steps"));
    assertTrue(
        dom.contains("<b>scores</b><span><span> = Q K</span><span class=\"sign\">ᵀ</span>"),
        "no formula");
    assertTrue(dom.contains("<td class=\"number first\">−0.25</td>"), "no number");
    assertEquals(List.of(8), numbers(dom, "data-marks"));
    assertTrue(dom.contains("<section id=\"comparison\" hidden=\"\">"));
    assertTrue(dom.contains("<section id=\"details\" hidden=\"\">"));
  }

  @Test
  void a_report_with_nothing_to_draw_is_still_a_page() throws Exception {
    ExperimentReport report =
        new ExperimentReport(
            "empty",
            "",
            Instant.EPOCH,
            List.of(new Metric("loss", "loss", Unit.NUMBER, Metric.Direction.LOWER_IS_BETTER)),
            List.of(new Variant("additive", List.of(), 0, Optional.empty(), List.of())),
            Optional.empty(),
            SweepPlan.UNKNOWN,
            "",
            Map.of());
    assertTrue(shown(ReportPage.html(report)).contains("there is no answer yet"));
  }
}
