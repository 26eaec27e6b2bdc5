package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of a folder runs are recorded with. */
class GitCommitTest {

  @TempDir Path folder;

  private String git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-C", "" + folder, "-c", "user.name=A", "-c", "user.email=a@b.c"));
    command.addAll(List.of(arguments));
    try {
      Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(git.getInputStream().readAllBytes());
      assertEquals(0, git.waitFor(), out);
      return out.strip();
    } catch (IOException e) {
      assumeTrue(false, "no git on the PATH");
      return "";
    }
  }

  @Test
  void a_folder_without_a_repository_has_none() {
    assertEquals(Optional.empty(), GitCommit.of(folder));
  }

  @Test
  void a_commit_is_named_with_its_changes() throws Exception {
    git("init", "--quiet");
    Files.writeString(folder.resolve("dates.yaml"), "task: copy\n");
    git("add", ".");
    git("commit", "--quiet", "--message", "Begin");
    String commit = git("rev-parse", "HEAD");
    assertEquals(Optional.of(commit), GitCommit.of(folder));
    Files.writeString(folder.resolve("dates.yaml"), "task: sort\n");
    assertEquals(Optional.of(commit + ", with changes"), GitCommit.of(folder));
  }

  @Test
  void a_repository_starts_no_program_of_its_own() throws Exception {
    git("init", "--quiet");
    Path started = folder.resolve("started");
    git("config", "core.fsmonitor", "touch '%s' #".formatted(started));
    GitCommit.of(folder);
    assertTrue(Files.notExists(started));
  }
}
