package org.ablate.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ablate.document.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final byte[] CONTENT = content();

  /** Longer than the server takes to begin. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  @TempDir private Path folder;

  private HttpServer server;
  private final List<String> ranges = new ArrayList<>();
  private boolean honoursRanges = true;
  private boolean fallsSilent;
  private int status = OK;

  private static byte[] content() {
    byte[] bytes = new byte[200_000];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range);
    int from =
        range != null && honoursRanges
            ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"))
            : 0;
    byte[] body = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
    exchange.sendResponseHeaders(from > 0 ? PARTIAL_CONTENT : status, body.length);
    if (fallsSilent) {
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
      return;
    }
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private RemoteFile file(String sha256) {
    return new RemoteFile("set/a.bin", url(), CONTENT.length, sha256);
  }

  private String url() {
    return "http://%s:%d/a.bin"
        .formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  private String right() throws IOException {
    Path copy = folder.resolve("copy");
    Files.write(copy, CONTENT);
    String sha256 = Sha256.of(copy);
    Files.delete(copy);
    return sha256;
  }

  private Path target() {
    return folder.resolve("cache/set/a.bin");
  }

  private Path part() {
    return folder.resolve("cache/set/a.bin.part");
  }

  private void fetch(RemoteFile file, DownloadListener listener) {
    new Download(file, target(), listener).run();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(target().getParent())) {
      return files.toList();
    }
  }

  @Test
  void a_file_is_fetched_and_nothing_else_is_left() throws IOException {
    List<Long> progress = new ArrayList<>();
    fetch(file(right()), (file, bytes) -> progress.add(bytes));

    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
    assertEquals(List.of(target()), kept());
    assertEquals(progress.stream().sorted().toList(), progress);
    assertEquals((long) CONTENT.length, progress.get(progress.size() - 1));
  }

  @Test
  void an_interrupted_download_goes_on_where_it_was() throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), Arrays.copyOf(CONTENT, 150_000));
    fetch(file(right()), DownloadListener.NONE);

    assertEquals(List.of("bytes=150000-"), ranges);
    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
  }

  @Test
  void a_server_that_cannot_go_on_starts_again() throws IOException {
    honoursRanges = false;
    Files.createDirectories(part().getParent());
    Files.write(part(), new byte[100]);
    fetch(file(right()), DownloadListener.NONE);

    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
  }

  @Test
  void a_wrong_checksum_is_an_error_that_keeps_nothing() throws IOException {
    String wrong = "0".repeat(64);
    DataException mistake =
        assertThrows(DataException.class, () -> fetch(file(wrong), DownloadListener.NONE));

    assertEquals(
        "set/a.bin from %s is not the file that it should be: its SHA-256 is %s, not %s; nothing of it was kept"
            .formatted(url(), right(), wrong),
        mistake.getMessage());
    assertEquals(List.of(), kept());
  }

  @Test
  void a_missing_file_is_named_with_its_address() throws IOException {
    status = 404;
    RemoteFile file = file(right());

    assertEquals(
        "set/a.bin cannot be fetched from %s: the server answers with status 404; a folder that has it can be named by --data-mirror or ABLATE_DATA_MIRROR"
            .formatted(url()),
        assertThrows(DataException.class, () -> fetch(file, DownloadListener.NONE)).getMessage());
  }

  @Test
  void a_server_that_falls_silent_is_not_waited_for_and_what_came_is_gone_on_with()
      throws IOException {
    fallsSilent = true;
    Download download = new Download(file(right()), target(), DownloadListener.NONE, SILENCE);

    assertEquals(
        "set/a.bin cannot be fetched from %s: nothing came for 0.5 s; a folder that has it can be named by --data-mirror or ABLATE_DATA_MIRROR"
            .formatted(url()),
        assertThrows(DataException.class, download::run).getMessage());
    assertEquals(CONTENT.length / 2, Files.size(part()));
    fallsSilent = false;
    fetch(file(right()), DownloadListener.NONE);
    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
  }

  @Test
  void a_server_that_is_not_there_is_an_error() throws IOException {
    server.stop(0);
    RemoteFile file = file(right());
    String message =
        assertThrows(DataException.class, () -> fetch(file, DownloadListener.NONE)).getMessage();

    assertEquals(
        "set/a.bin cannot be fetched from %s: there is no connection; a folder that has it can be named by --data-mirror or ABLATE_DATA_MIRROR"
            .formatted(url()),
        message);
  }
}
