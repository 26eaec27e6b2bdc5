package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ablate.data.Catalogue;
import org.ablate.data.DataStore;
import picocli.CommandLine.Option;

/** Where data sets are. */
public final class DataOptions {
  private static final String MIRROR = "ABLATE_DATA_MIRROR";
  private static final String CACHE = "ABLATE_CACHE";

  @Option(
      names = "--data-mirror",
      paramLabel = "DIR",
      description =
          "Take data sets from this folder and fetch none (default: what "
              + MIRROR
              + " says). Otherwise they are fetched to the folder that "
              + CACHE
              + " says, or to ~/.cache/ablate.")
  private Path mirror;

  /** The arguments by which another process finds the same. */
  List<String> arguments() {
    return mirror == null ? List.of() : List.of("--data-mirror", mirror.toString());
  }

  /**
   * The data sets.
   *
   * @param console where people read how a download goes
   */
  public DataStore store(PrintWriter console) {
    Path standard = Path.of(System.getProperty("user.home"), ".cache", "ablate");
    return new DataStore(
        Catalogue.standard(),
        environment(CACHE).orElse(standard),
        mirror == null ? environment(MIRROR) : Optional.of(mirror),
        new DownloadProgress(console));
  }

  private static Optional<Path> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(path -> !path.isBlank()).map(Path::of);
  }
}
