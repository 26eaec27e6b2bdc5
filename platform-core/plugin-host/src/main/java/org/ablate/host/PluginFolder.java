package org.ablate.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Sequence;
import org.ablate.plugin.installed.PluginOrigin;

/**
 * A user's plugins: a folder of jars, and beside them {@code plugins.json} with what each was when
 * it was installed. A jar that is not as it was is reported and not loaded.
 *
 * @param folder which need not exist yet
 */
public record PluginFolder(Path folder) {
  private static final String INDEX = "plugins.json";

  /** What was installed, in the order of installation. */
  public List<PluginEntry> entries() {
    Path index = folder.resolve(INDEX);
    if (Files.notExists(index)) {
      return List.of();
    }
    try {
      Node document = Json.read(index.toString(), Files.readString(index));
      return ((Sequence) document).items().stream().map(PluginFolder::entry).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(index), e);
    } catch (ClassCastException | java.util.NoSuchElementException e) {
      throw new PluginRefusedException(
          "%s is damaged; delete the folder and install the plugins again".formatted(index));
    }
  }

  /** The entries of a plugin, of any version or of one. */
  public List<PluginEntry> find(String name, Optional<String> version) {
    return entries().stream()
        .filter(entry -> entry.origin().name().equals(name))
        .filter(entry -> version.map(entry.origin()::isOfVersion).orElse(true))
        .toList();
  }

  /**
   * Installs a jar: loads it for a trial beside all others, and copies it into the folder. Another
   * version of the same plugin stays; the same version is replaced.
   *
   * @param source where it was taken from
   * @param others the jars and folders that it must get along with, the platform's own among them
   * @throws PluginRefusedException if it cannot be loaded or its names are taken; the message says
   *     why
   */
  public PluginEntry install(Path jar, String source, List<Path> others) {
    PluginOrigin origin = origin(jar);
    List<PluginEntry> kept =
        entries().stream().filter(entry -> !entry.isSameVersionAs(origin)).toList();
    requireLoads(jar, kept, others);
    String file = "%s-%s.jar".formatted(origin.name(), origin.version());
    PluginEntry entry = new PluginEntry(origin, file, source, Instant.now());
    try {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve("." + file + ".unfinished");
      Files.copy(jar, unfinished, StandardCopyOption.REPLACE_EXISTING);
      move(unfinished, folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be installed: %s".formatted(jar, e), e);
    }
    List<PluginEntry> all = new ArrayList<>(kept);
    all.add(entry);
    write(all);
    return entry;
  }

  private static PluginOrigin origin(Path jar) {
    try {
      return PluginJar.read(jar).origin();
    } catch (PluginException e) {
      throw new PluginRefusedException(jar.getFileName() + ": " + e.getMessage());
    }
  }

  private void requireLoads(Path jar, List<PluginEntry> kept, List<Path> others) {
    List<Path> together = new ArrayList<>(others);
    kept.forEach(entry -> together.add(folder.resolve(entry.file())));
    together.add(jar);
    Path tried = jar.toAbsolutePath().normalize();
    try (BundleContainer trial = BundleContainer.start(together)) {
      trial.plugins().problems().stream()
          .filter(problem -> problem.jar().equals(tried))
          .findFirst()
          .ifPresent(
              problem -> {
                throw new PluginRefusedException(problem.toString());
              });
    }
  }

  /** Deletes a plugin's jar and forgets it. */
  public void remove(PluginEntry entry) {
    write(entries().stream().filter(other -> !other.equals(entry)).toList());
    try {
      Files.deleteIfExists(folder.resolve(entry.file()));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be deleted".formatted(entry.file()), e);
    }
  }

  /**
   * What can be loaded, and what cannot be trusted.
   *
   * @param jars those that are as they were installed
   * @param problems the others, and why
   */
  public record Checked(List<Path> jars, List<PluginProblem> problems) {}

  /** Compares each jar with what was recorded of it. */
  public Checked check() {
    return check(List.of());
  }

  /**
   * Like {@link #check()}, without the plugins that are among some jars and folders too: what a
   * user names for a command stands in the place of what is installed.
   */
  public Checked check(List<Path> named) {
    Set<String> replaced = namesIn(named);
    List<Path> jars = new ArrayList<>();
    List<PluginProblem> problems = new ArrayList<>();
    for (PluginEntry entry : entries()) {
      if (replaced.contains(entry.origin().name())) {
        continue;
      }
      Path jar = folder.resolve(entry.file());
      change(entry, jar)
          .ifPresentOrElse(
              message -> problems.add(new PluginProblem(jar, message)), () -> jars.add(jar));
    }
    return new Checked(jars, problems);
  }

  /** Whether there is a jar in a folder. */
  public static boolean holdsJar(Path folder) {
    try {
      return !PluginJar.in(List.of(folder)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(folder), e);
    }
  }

  private static Set<String> namesIn(List<Path> filesAndFolders) {
    Set<String> names = new HashSet<>();
    try {
      for (Path jar : PluginJar.in(filesAndFolders)) {
        nameOf(jar).ifPresent(names::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the plugins cannot be read", e);
    }
    return names;
  }

  /** Empty for a damaged jar, of which more is said when it is loaded. */
  private static Optional<String> nameOf(Path jar) {
    try {
      return Optional.of(PluginJar.read(jar).origin().name());
    } catch (PluginException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> change(PluginEntry entry, Path jar) {
    if (Files.notExists(jar)) {
      return Optional.of(
          "it is gone; install it again, or forget it with: ablate plugin remove "
              + entry.origin().name());
    }
    String now = Hash.of(jar);
    return now.equals(entry.origin().sha256())
        ? Optional.empty()
        : Optional.of(
            "it is not the jar that was installed (its SHA-256 begins with %s, not with %s); install it again if you trust it"
                .formatted(now.substring(0, 8), entry.origin().sha256().substring(0, 8)));
  }

  private void write(List<PluginEntry> entries) {
    try {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve("." + INDEX + ".unfinished");
      Files.writeString(
          unfinished, Json.writePretty(Node.of(entries.stream().map(this::document).toList())));
      move(unfinished, folder.resolve(INDEX));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(folder.resolve(INDEX)), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Mapping document(PluginEntry entry) {
    return Mapping.empty()
        .with("name", entry.origin().name())
        .with("version", entry.origin().version())
        .with("sha256", entry.origin().sha256())
        .with("file", entry.file())
        .with("source", entry.source())
        .with("installed_at", entry.installedAt().toString());
  }

  private static PluginEntry entry(Node node) {
    Mapping entry = (Mapping) node;
    return new PluginEntry(
        new PluginOrigin(text(entry, "name"), text(entry, "version"), text(entry, "sha256")),
        text(entry, "file"),
        text(entry, "source"),
        Instant.parse(text(entry, "installed_at")));
  }

  private static String text(Mapping entry, String key) {
    return (String) entry.get(key).orElseThrow().toJava();
  }
}
