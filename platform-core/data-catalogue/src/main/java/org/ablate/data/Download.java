package org.ablate.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.ablate.document.Sha256;

/**
 * Fetches a file. What is not complete yet is beside the place of the file, under its name and
 * {@code .part}, and is gone on with next time. Only what has the right checksum gets the name of
 * the file; what has another is deleted.
 */
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final DownloadListener listener;
  private final Duration patience;

  Download(RemoteFile file, Path target, DownloadListener listener) {
    this(file, target, listener, ANSWER);
  }

  /**
   * A download.
   *
   * @param patience how long the server may send nothing once it has answered
   */
  Download(RemoteFile file, Path target, DownloadListener listener, Duration patience) {
    this.file = file;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.listener = listener;
    this.patience = patience;
  }

  /**
   * Fetches the file to its place. Where another process does so too, this one waits for it.
   *
   * @throws DataException if it cannot be fetched, or is not the file that was meant
   */
  void run() {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.lock(); // released when the channel is closed
        if (Files.exists(target)) {
          Files.deleteIfExists(part);
          return;
        }
        transfer(out);
        out.force(true);
        verify();
      }
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be fetched from %s: %s; a folder that has it can be named by --data-mirror or ABLATE_DATA_MIRROR"
              .formatted(file.path(), file.url(), reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("fetching %s was interrupted".formatted(file.path()), e);
    }
  }

  private void transfer(FileChannel out) throws IOException, InterruptedException {
    long here = out.size();
    if (here >= file.bytes()) {
      return;
    }
    HttpResponse<InputStream> response = request(here);
    if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
      response.body().close();
      here = 0;
      response = request(here);
    }
    try (InputStream in = new PatientStream(response.body(), patience)) {
      if (response.statusCode() != OK && response.statusCode() != PARTIAL_CONTENT) {
        throw new IOException("the server answers with status " + response.statusCode());
      }
      long start = response.statusCode() == PARTIAL_CONTENT ? here : 0;
      out.truncate(start);
      out.position(start);
      copy(in, out);
    }
  }

  private HttpResponse<InputStream> request(long from) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(file.url())).timeout(ANSWER);
    if (from > 0) {
      request.header("Range", "bytes=%d-".formatted(from));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private void copy(InputStream in, FileChannel out) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      listener.fetched(file, out.position());
    }
  }

  private void verify() throws IOException {
    String sha256 = Sha256.of(part);
    if (!sha256.equals(file.sha256())) {
      Files.delete(part);
      throw new DataException(
          "%s from %s is not the file that it should be: its SHA-256 is %s, not %s; nothing of it was kept"
              .formatted(file.path(), file.url(), sha256, file.sha256()));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException) {
      return "there is no connection";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
