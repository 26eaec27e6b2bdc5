package org.ablate.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.ablate.app.RequestException;

/**
 * Keeps the folders of a sweep's runs for this process: two at the same runs would spoil each
 * other's checkpoints. The system takes the lock back when the process ends, however it does.
 */
public final class SweepLock implements AutoCloseable {
  private final Path out;
  private Optional<FileChannel> held = Optional.empty();

  /**
   * Takes nothing yet.
   *
   * @param out the folder of runs
   */
  public SweepLock(Path out) {
    this.out = out;
  }

  /**
   * Takes the folders of an experiment.
   *
   * @param experiment its name
   * @throws RequestException if another process has them; the message says which
   */
  public void take(String experiment) {
    Path file = out.resolve(experiment).resolve(".lock");
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isTaken(channel)) {
        channel.close();
        throw new RequestException(
            "%s is being run by %s, which holds %s; wait for it, or choose another --out or name"
                .formatted(experiment, Files.readString(file), file));
      }
      held = Optional.of(channel);
      // Through the same channel: to close another would give the lock back.
      String holder = "process " + ProcessHandle.current().pid();
      channel.truncate(0).write(StandardCharsets.UTF_8.encode(holder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it already
    }
  }

  @Override
  public void close() {
    try {
      if (held.isPresent()) {
        held.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock a sweep: " + e.getMessage(), e);
    }
  }
}
