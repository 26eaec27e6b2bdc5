package org.ablate.registry.export;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Scalar;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;

/**
 * Sends runs to an MLflow tracking server by its REST API 2.0 (mlflow.org/docs/latest/rest-api).
 */
public final class MlflowExport {

  /** What one request may carry, as the API says. */
  private static final int MOST_METRICS = 1000;

  private static final int MOST_PARAMS = 100;
  private static final int LONGEST_PARAM = 6000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * Addresses a server.
   *
   * @param server such as {@code http://localhost:5000}
   */
  public MlflowExport(URI server) {
    this.server = server;
  }

  /**
   * Sends a run into the experiment of the same name, which is made if it is not there.
   *
   * @return the run's id on the server
   * @throws ExportException if the server cannot be reached or refuses
   */
  public String send(Registry registry, Run run) {
    Mapping created =
        post(
            "runs/create",
            Mapping.empty()
                .with("experiment_id", experiment(run.experiment()))
                .with("run_name", run.id())
                .with("start_time", run.startedAt().toEpochMilli())
                .with("tags", tags(registry, run)));
    String id = text(created, "run", "info", "run_id");
    for (List<Node> part : parts(params(registry, run), MOST_PARAMS)) {
      post("runs/log-batch", Mapping.empty().with("run_id", id).with("params", part));
    }
    for (List<Node> part : parts(metrics(registry, run), MOST_METRICS)) {
      post("runs/log-batch", Mapping.empty().with("run_id", id).with("metrics", part));
    }
    Mapping update = Mapping.empty().with("run_id", id).with("status", status(run.status()));
    post(
        "runs/update",
        run.endedAt().map(time -> update.with("end_time", time.toEpochMilli())).orElse(update));
    return id;
  }

  private String experiment(String name) {
    String query = "experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    Optional<Mapping> found =
        exchange(HttpRequest.newBuilder(address("experiments/get-by-name?" + query)).GET(), true);
    return found
        .map(answer -> text(answer, "experiment", "experiment_id"))
        .orElseGet(
            () ->
                text(
                    post("experiments/create", Mapping.empty().with("name", name)),
                    "experiment_id"));
  }

  private static List<Node> tags(Registry registry, Run run) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("ablate.key", run.key());
    tags.put("ablate.variant", run.variant());
    tags.put("ablate.seed", Long.toString(run.seed()));
    run.failure().ifPresent(failure -> tags.put("ablate.failure", failure));
    registry.environment(run).forEach((name, value) -> tags.put("ablate." + name, value));
    registry
        .plugins(run)
        .forEach(
            plugin ->
                tags.put(
                    "ablate.plugin." + plugin.name(), plugin.version() + " " + plugin.sha256()));
    return tags.entrySet().stream().map(tag -> keyValue(tag.getKey(), tag.getValue())).toList();
  }

  /** The settings, each leaf under its path. */
  private static List<Node> params(Registry registry, Run run) {
    List<Node> params = new ArrayList<>();
    leaves("", Json.read(registry.settings(run)), params);
    return params;
  }

  private static void leaves(String path, Node node, List<Node> params) {
    if (node instanceof Mapping mapping && !mapping.entries().isEmpty()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      mapping.entries().forEach(entry -> leaves(prefix + entry.key(), entry.value(), params));
    } else {
      String value =
          node instanceof Scalar scalar ? String.valueOf(scalar.value()) : Json.write(node);
      params.add(keyValue(path, value.substring(0, Math.min(LONGEST_PARAM, value.length()))));
    }
  }

  private static Node keyValue(String key, String value) {
    return Mapping.empty().with("key", key).with("value", value);
  }

  private static List<Node> metrics(Registry registry, Run run) {
    List<Node> metrics = new ArrayList<>();
    long started = run.startedAt().toEpochMilli();
    long lastStep = 0;
    for (List<MetricPoint> points : registry.points(run).values()) {
      for (MetricPoint point : points) {
        long time = started + Math.round(point.elapsedSeconds() * 1000);
        metrics.add(metric(point.series(), point.value(), time, point.step()));
        lastStep = Math.max(lastStep, point.step());
      }
    }
    long ended = run.endedAt().map(time -> time.toEpochMilli()).orElse(started);
    for (Map.Entry<String, Double> entry : run.summary().entrySet()) {
      metrics.add(metric(entry.getKey(), entry.getValue(), ended, lastStep));
    }
    return metrics;
  }

  /** Protocol buffers' JSON has NaN and the infinities as texts. */
  private static Node metric(String key, double value, long timeMillis, long step) {
    return Mapping.empty()
        .with("key", key)
        .with("value", Double.isFinite(value) ? (Object) value : Double.toString(value))
        .with("timestamp", timeMillis)
        .with("step", step);
  }

  private static String status(RunStatus status) {
    return switch (status) {
      case RUNNING -> "RUNNING";
      case FINISHED -> "FINISHED";
      case FAILED, DIVERGED -> "FAILED";
      case STOPPED, INTERRUPTED -> "KILLED";
    };
  }

  private static List<List<Node>> parts(List<Node> items, int size) {
    List<List<Node>> parts = new ArrayList<>();
    for (int start = 0; start < items.size(); start += size) {
      parts.add(items.subList(start, Math.min(start + size, items.size())));
    }
    return parts;
  }

  private Mapping post(String method, Mapping body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(body)));
    return exchange(request, false).orElseThrow();
  }

  private URI address(String method) {
    String base = server.toString().replaceAll("/+$", "");
    return URI.create(base + "/api/2.0/mlflow/" + method);
  }

  /** The answer; empty if what was asked for is not there, where that is an answer, too. */
  private Optional<Mapping> exchange(HttpRequest.Builder builder, boolean mayBeMissing) {
    HttpRequest request = builder.timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (mayBeMissing && response.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      if (response.statusCode() / 100 != 2) {
        throw new ExportException(
            "The MLflow server %s refused %s with status %d: %s"
                .formatted(
                    server,
                    request.uri().getPath(),
                    response.statusCode(),
                    response.body().strip()),
            null);
      }
      return Optional.of((Mapping) Json.read("the answer of " + server, response.body()));
    } catch (IOException e) {
      throw new ExportException("The MLflow server %s cannot be reached.".formatted(server), e);
    } catch (DocumentException | ClassCastException e) {
      throw noMlflow(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExportException("Interrupted while talking to %s.".formatted(server), e);
    }
  }

  private String text(Mapping answer, String... path) {
    Node node = answer;
    for (String key : path) {
      node = node instanceof Mapping mapping ? mapping.get(key).orElse(null) : null;
    }
    if (node instanceof Scalar scalar && scalar.value() instanceof String text) {
      return text;
    }
    throw noMlflow(null);
  }

  private ExportException noMlflow(Exception cause) {
    return new ExportException("What answers at %s is no MLflow server.".formatted(server), cause);
  }
}
