package org.ablate.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which version of a folder is checked out, as git knows it. */
final class GitCommit {

  /** Longer than git takes, and no reason to keep anybody waiting. */
  private static final long PATIENCE_SECONDS = 10;

  private GitCommit() {}

  /**
   * The commit, and whether the folder differs from it; empty where there is no repository or no
   * git.
   */
  static Optional<String> of(Path folder) {
    Optional<String> commit = git(folder, "rev-parse", "--verify", "--quiet", "HEAD");
    Optional<String> changes = git(folder, "status", "--porcelain", "--", ".");
    return commit.map(
        id -> changes.filter(String::isEmpty).isPresent() ? id : id + ", with changes");
  }

  private static Optional<String> git(Path folder, String... arguments) {
    // A folder may come from anybody, and git would start the program that it names.
    List<String> command =
        new ArrayList<>(List.of("git", "-C", folder.toString(), "-c", "core.fsmonitor=false"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("ablate-git-", ".txt");
      try {
        return end(command, out) ? Optional.of(Files.readString(out).strip()) : Optional.empty();
      } finally {
        Files.delete(out);
      }
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether it ended well, and in time. */
  private static boolean end(List<String> command, Path out)
      throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      git.getOutputStream().close();
      return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
    } finally {
      git.destroyForcibly();
    }
  }
}
