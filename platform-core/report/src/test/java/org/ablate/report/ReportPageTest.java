package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  @Test
  void the_page_is_the_same_for_the_same_report() {
    assertEquals(ReportPage.html(SampleReport.create()), ReportPage.html(SampleReport.create()));
  }

  @Test
  void the_page_asks_no_network_for_anything() {
    String html = ReportPage.html(SampleReport.create());
    assertTrue(html.contains("default-src 'none'"));
    assertFalse(html.contains(" src=\"http"), "a script or picture from elsewhere");
    assertFalse(html.contains("<link"), "a style sheet from elsewhere");
    assertFalse(html.contains("@import"), "a style sheet from elsewhere");
  }

  @Test
  void no_place_of_the_page_stays_empty() {
    assertFalse(ReportPage.html(SampleReport.create()).contains("{{page"));
  }

  @Test
  void names_and_data_cannot_break_out_of_their_places() {
    String evil = "</script><script>alert(1)</script>{{page.css}}";
    ExperimentReport report =
        new ExperimentReport(
            evil,
            evil,
            Instant.EPOCH,
            List.of(new Metric("loss", evil, Unit.NUMBER, Metric.Direction.LOWER_IS_BETTER)),
            List.of(),
            Optional.empty(),
            SweepPlan.UNKNOWN,
            evil,
            Map.of(evil, evil));
    assertFalse(ReportPage.html(report).contains("<script>alert"));
  }

  @Test
  void a_page_of_two_hundred_runs_stays_small() {
    String html = ReportPage.html(SampleReport.grid(40, 5));
    assertTrue(html.length() < 10_000_000, html.length() + " bytes");
  }

  @Test
  void durations_are_written_for_people() {
    assertEquals("8.4 s", Durations.text(8.42));
    assertEquals("4 min 12 s", Durations.text(252));
    assertEquals("3 h 05 min", Durations.text(3 * 3600 + 5 * 60 + 2));
  }
}
