package org.ablate.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What another machine sends, as long as it sends something: where nothing comes for too long,
 * reading fails. The time limit of an HTTP request ends with the headers of its answer.
 */
public final class PatientStream extends InputStream {
  private final InputStream in;
  private final Duration patience;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "reader of a download");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Reads from a stream.
   *
   * @param patience how long nothing may come
   */
  public PatientStream(InputStream in, Duration patience) {
    this.in = in;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Future<Integer> count = reader.submit(() -> in.read(bytes, offset, length));
    try {
      return count.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("nothing came for %s s".formatted(patience.toMillis() / 1000.0), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  @Override
  public void close() throws IOException {
    reader.shutdownNow();
    in.close();
  }
}
