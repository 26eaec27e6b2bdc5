package org.ablate.registry.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ablate.document.Json;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as CSV and JSON. */
class TextExportTest {

  @TempDir Path folder;

  private Registry registry;
  private Run run;

  @BeforeEach
  void open() {
    registry = Registry.open(folder.resolve("registry.db"));
    run = ExportedRun.in(registry, 2);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void a_run_is_a_line_in_which_commas_and_quotes_are_quoted() throws IOException {
    StringBuilder out = new StringBuilder();
    CsvExport.runs(List.of(run), out);
    assertEquals(
        """
        key,run,experiment,variant,seed,status,started_at,ended_at,failure,test/loss
        %s,"dates/additive, ""wide""/seed-1",dates,"additive, ""wide""\",1,finished,%s,%s,,0.25
        """
            .formatted(run.key(), run.startedAt(), run.endedAt().orElseThrow()),
        out.toString());
  }

  @Test
  void a_point_is_a_line() throws IOException {
    StringBuilder out = new StringBuilder();
    CsvExport.points(registry, List.of(run), out);
    String start = run.key() + ",\"dates/additive, \"\"wide\"\"/seed-1\",";
    assertEquals(
        "key,run,series,step,tokens,elapsed_seconds,value\n"
            + start
            + "train/loss,1,100,0.5,0.5\n"
            + start
            + "train/loss,2,200,1.0,0.3333333333333333\n"
            + start
            + "validation/loss,2,200,1.0,NaN\n",
        out.toString());
  }

  @Test
  void a_document_holds_all_that_is_known() {
    assertEquals(
        """
        {"key":"%s","id":"dates/additive, \\"wide\\"/seed-1","experiment":"dates",\
        "variant":"additive, \\"wide\\"","seed":1,"status":"finished","failure":null,\
        "started_at":"%s","ended_at":"%s","folder":"%s","summary":{"test/loss":0.25},\
        "settings":{"model":{"d_model":64,"attention":{"name":"additive"}},"seeds":[1]},\
        "plugins":[{"name":"attention","version":"0.1.0","sha_256":"%s"}],\
        "environment":{"java":"17.0.15"},\
        "artifacts":[{"path":"settings.yaml","kind":"settings","sha_256":"%s"}],\
        "lineage":[{"relation":"tuned-by","origin":"0badcafe"}],\
        "series":{"train/loss":{"step":[1,2],"tokens":[100,200],"elapsed_seconds":[0.5,1.0],\
        "value":[0.5,0.3333333333333333]},\
        "validation/loss":{"step":[2],"tokens":[200],"elapsed_seconds":[1.0],"value":[null]}}}"""
            .formatted(
                run.key(),
                run.startedAt(),
                run.endedAt().orElseThrow(),
                run.folder(),
                "a1".repeat(32),
                "b2".repeat(32)),
        Json.write(RunDocument.complete(registry, run)));
  }
}
