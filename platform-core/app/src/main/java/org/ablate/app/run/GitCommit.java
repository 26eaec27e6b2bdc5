package org.ablate.app.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      git.getOutputStream().close();
      String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0
          ? Optional.of(out.strip())
          : Optional.empty();
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
