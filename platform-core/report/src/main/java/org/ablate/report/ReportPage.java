package org.ablate.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ablate.document.Json;
import org.ablate.document.Node;

/**
 * One HTML page with all there is to show of an experiment, or of a single answer. It carries its
 * styles, its scripts and its data inside itself and is forbidden to ask any network for more.
 */
public final class ReportPage {

  /** A place that the page leaves for something: the name of a resource or of a value. */
  private static final Pattern PLACE = Pattern.compile("\\{\\{([\\w./-]+)\\}\\}");

  private ReportPage() {}

  /** The page of an experiment as HTML, to be written in UTF-8. */
  public static String html(ExperimentReport report) {
    ComparisonTable table = ComparisonTable.of(report);
    return html(report.name(), table.plain(), PageData.of(report, table));
  }

  /** The page of a single answer as HTML, to be written in UTF-8. */
  public static String html(Inspection inspection) {
    String maps =
        inspection.attentionMaps().stream()
            .map(AttentionText::of)
            .collect(Collectors.joining("\n"));
    String text = StepText.of(inspection.steps()) + maps;
    return html(inspection.run(), text, PageData.of(inspection));
  }

  /**
   * Fills the page's places.
   *
   * @param text what to show where scripts are not run
   */
  private static String html(String title, String text, Node data) {
    return PLACE
        .matcher(resource("page.html"))
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    switch (place.group(1)) {
                      case "title" -> escaped(title);
                      case "text" -> escaped(text);
                      // Data must not be able to end the script that it stands in.
                      case "data" -> Json.write(data).replace("<", "\\u003c");
                      default -> resource(place.group(1));
                    }));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
