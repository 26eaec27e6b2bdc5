package org.ablate.registry.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracking server is told. */
class MlflowExportTest {

  @TempDir Path folder;

  private Registry registry;
  private MlflowServer server;

  @BeforeEach
  void open() throws IOException {
    registry = Registry.open(folder.resolve("registry.db"));
    server = new MlflowServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    registry.close();
  }

  @Test
  void a_run_arrives_with_settings_provenance_and_every_point() {
    Run run = ExportedRun.in(registry, 1500);

    assertEquals("abc123", new MlflowExport(server.address()).send(registry, run));

    assertEquals(Map.of("dates", "7"), server.experiments);
    assertEquals(run.id(), server.created.get("run_name"));
    assertEquals(run.startedAt().toEpochMilli(), server.created.get("start_time"));
    assertEquals("0.1.0 " + "a1".repeat(32), server.tags.get("ablate.plugin.attention"));
    assertEquals("17.0.15", server.tags.get("ablate.java"));
    assertEquals(
        Map.of("model.d_model", "64", "model.attention.name", "additive", "seeds", "[1]"),
        server.params);
    assertEquals(1500 + 1 + 1, server.metrics.size());
    assertEquals(
        Map.of(
            "key",
            "train/loss",
            "value",
            0.5,
            "timestamp",
            run.startedAt().toEpochMilli() + 500,
            "step",
            1L),
        server.metrics.get(0));
    assertEquals("NaN", server.metrics.get(1500).get("value"));
    assertEquals(0.25, server.metrics.get(1501).get("value"));
    assertEquals("FINISHED", server.updated.get("status"));
  }

  @Test
  void an_experiment_that_is_there_is_used() {
    server.experiments.put("dates", "3");
    new MlflowExport(URI.create(server.address() + "/"))
        .send(registry, ExportedRun.in(registry, 1));
    assertEquals("3", server.created.get("experiment_id"));
    assertTrue(server.calls.stream().noneMatch(call -> call.contains("experiments/create")));
  }

  @Test
  void a_refusal_is_told_in_the_server_s_words() {
    server.experiments.put("dates", "3");
    Run run = ExportedRun.in(registry, 1);
    URI wrong = URI.create(server.address() + "/elsewhere");
    ExportException error =
        assertThrows(ExportException.class, () -> new MlflowExport(wrong).send(registry, run));
    assertEquals(
        "The MLflow server %s refused /elsewhere/api/2.0/mlflow/experiments/create with status 404: not here"
            .formatted(wrong),
        error.getMessage());
  }

  @Test
  void a_server_that_is_not_there_is_one_sentence() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + port);
    Run run = ExportedRun.in(registry, 1);
    ExportException error =
        assertThrows(ExportException.class, () -> new MlflowExport(nobody).send(registry, run));
    assertEquals("The MLflow server %s cannot be reached.".formatted(nobody), error.getMessage());
  }
}
