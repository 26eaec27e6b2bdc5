package org.ablate.document;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that come and go in one step: whatever happens to the process meanwhile, what has the
 * name of a folder is whole.
 */
public final class Folders {
  private static final String UNFINISHED = ".unfinished-";
  private static final String DELETED = ".deleted-";

  private Folders() {}

  /** Where a folder is made before it gets its name: beside it. */
  public static Path unfinished(Path folder) {
    return folder.resolveSibling(UNFINISHED + folder.getFileName());
  }

  /**
   * Gives a folder that was made as {@link #unfinished} its name, in place of what has it now, once
   * all that is in it is on the disk.
   *
   * @throws IOException if that fails; then what was made still has no name
   */
  public static void finish(Path folder) throws IOException {
    Path unfinished = unfinished(folder);
    for (Path path : deepestFirst(unfinished)) {
      if (Files.isDirectory(path)) {
        sync(path);
      } else {
        syncFile(path);
      }
    }
    delete(folder);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    sync(folder.toAbsolutePath().getParent());
  }

  /** Whether this is what a process left that ended while it made or deleted a folder. */
  public static boolean isLeftOver(Path folder) {
    String name = folder.getFileName().toString();
    return name.startsWith(UNFINISHED) || name.startsWith(DELETED);
  }

  /**
   * Deletes a folder with all that is in it, if it is there.
   *
   * @throws IOException if that fails; then it may have lost its name already
   */
  public static void delete(Path folder) throws IOException {
    if (isLeftOver(folder)) {
      deleteStepByStep(folder);
      return;
    }
    Path deleted = folder.resolveSibling(DELETED + folder.getFileName());
    deleteStepByStep(deleted);
    if (Files.exists(folder)) {
      Files.move(folder, deleted, StandardCopyOption.ATOMIC_MOVE);
      deleteStepByStep(deleted);
    }
  }

  private static void deleteStepByStep(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (Path path : deepestFirst(folder)) {
      Files.delete(path);
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static void syncFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until the entries of a folder are on the disk. */
  static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems do not open folders; they do without.
      return;
    }
  }
}
