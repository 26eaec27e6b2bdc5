package org.ablate.registry.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ablate.document.Json;
import org.ablate.document.Mapping;

/**
 * A stub of an MLflow tracking server: the methods that an export uses, with the limits and the
 * errors that MLflow's REST API 2.0 states for them.
 */
final class MlflowServer implements AutoCloseable {

  private static final String PREFIX = "/api/2.0/mlflow/";
  private static final Set<String> STATUSES =
      Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

  private final ServerSocket socket;
  private final Thread thread;

  /** What was asked for, in order. */
  final List<String> calls = new ArrayList<>();

  final Map<String, String> experiments = new LinkedHashMap<>();
  final Map<String, String> params = new LinkedHashMap<>();
  final Map<String, String> tags = new LinkedHashMap<>();
  final List<Map<String, Object>> metrics = new ArrayList<>();
  Map<String, Object> created = Map.of();
  Map<String, Object> updated = Map.of();

  MlflowServer() throws IOException {
    socket = new ServerSocket(0);
    thread = new Thread(this::serve);
    thread.start();
  }

  URI address() {
    return URI.create("http://localhost:" + socket.getLocalPort());
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    String[] request = in.readLine().split(" ");
    int length = 0;
    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    char[] body = new char[length];
    int read = 0;
    while (read < length) {
      read += in.read(body, read, length - read);
    }
    Answer answer = handle(request[0], request[1], new String(body));
    byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
    OutputStream out = connection.getOutputStream();
    out.write(
        ("HTTP/1.1 %d x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(answer.status(), content.length))
            .getBytes(StandardCharsets.UTF_8));
    out.write(content);
    out.flush();
  }

  private record Answer(int status, String body) {}

  private static Answer refuse(int status, String code, String message) {
    return new Answer(
        status, "{\"error_code\": \"%s\", \"message\": \"%s\"}".formatted(code, message));
  }

  private Answer handle(String verb, String path, String body) {
    if (!path.startsWith(PREFIX)) {
      return new Answer(404, "not here");
    }
    String method = path.substring(PREFIX.length()).replaceFirst("\\?.*", "");
    calls.add(verb + " " + path.substring(PREFIX.length()));
    if (verb.equals("GET") && method.equals("experiments/get-by-name")) {
      String name = path.substring(path.indexOf('=') + 1);
      return experiments.containsKey(name)
          ? new Answer(
              200,
              "{\"experiment\": {\"experiment_id\": \"%s\", \"name\": \"%s\"}}"
                  .formatted(experiments.get(name), name))
          : refuse(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
    }
    Map<String, Object> request = ((Mapping) Json.read(body)).toJava();
    return switch (verb + " " + method) {
      case "POST experiments/create" -> {
        experiments.put((String) request.get("name"), "7");
        yield new Answer(200, "{\"experiment_id\": \"7\"}");
      }
      case "POST runs/create" -> {
        created = request;
        pairs(request, "tags", tags);
        yield experiments.containsValue(request.get("experiment_id"))
            ? new Answer(200, "{\"run\": {\"info\": {\"run_id\": \"abc123\"}, \"data\": {}}}")
            : refuse(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
      }
      case "POST runs/log-batch" -> logBatch(request);
      case "POST runs/update" -> {
        updated = request;
        yield STATUSES.contains(request.get("status"))
            ? new Answer(200, "{\"run_info\": {}}")
            : refuse(400, "INVALID_PARAMETER_VALUE", "no such status");
      }
      default -> new Answer(404, "no such method");
    };
  }

  private Answer logBatch(Map<String, Object> request) {
    List<Map<String, Object>> batch = list(request, "metrics");
    if (!"abc123".equals(request.get("run_id"))) {
      return refuse(404, "RESOURCE_DOES_NOT_EXIST", "no such run");
    }
    if (batch.size() > 1000 || list(request, "params").size() > 100) {
      return refuse(400, "INVALID_PARAMETER_VALUE", "too many in one request");
    }
    for (Map<String, Object> metric : batch) {
      boolean typed =
          metric.get("key") instanceof String
              && metric.get("timestamp") instanceof Long
              && metric.get("step") instanceof Long
              && (metric.get("value") instanceof Double
                  || Set.of("NaN", "Infinity", "-Infinity").contains(metric.get("value")));
      if (!typed) {
        return refuse(400, "INVALID_PARAMETER_VALUE", "not a metric");
      }
    }
    metrics.addAll(batch);
    pairs(request, "params", params);
    return new Answer(200, "{}");
  }

  private static void pairs(Map<String, Object> request, String name, Map<String, String> into) {
    list(request, name).forEach(p -> into.put((String) p.get("key"), (String) p.get("value")));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> request, String name) {
    return (List<Map<String, Object>>) request.getOrDefault(name, List.of());
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
