package org.ablate.app.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.ablate.document.Folders;
import org.ablate.registry.Plan;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.training.checkpoint.Checkpoints;

/**
 * A folder with all that another machine needs to carry a run out, and later with all that it made:
 * a registry with the plan and the run as far as it has come, the run's files, and what is asked.
 * It travels as one file.
 *
 * @param folder a folder of runs like any other
 */
public record Parcel(Path folder) {
  private static final String REGISTRY = "registry.db";
  private static final String REQUEST = "request.json";

  /** The folder of the run that this one starts from. */
  private static final String ORIGIN = "origin";

  /** Packs a run, with the weights of the one that it starts from. */
  static Parcel of(Assignment assignment, Registry registry, Path out, Path folder) {
    Parcel parcel = new Parcel(folder);
    RunFolder.write(folder.resolve(REQUEST), WorkerRequest.of(assignment).line());
    try (Registry own = parcel.registry()) {
      Plan plan = registry.plan(assignment.experiment()).orElseThrow();
      own.enter(assignment.experiment(), plan);
      assignment
          .recorded(registry)
          .ifPresent(
              run -> {
                RunFolder files = assignment.folder(folder);
                copy(assignment.folder(out).path(), files.path());
                own.take(registry, run, files.path());
              });
      InitialModel.origin(assignment.run())
          .map(registry::find)
          .ifPresent(
              run -> {
                RunFolder files = new RunFolder(folder.resolve(ORIGIN));
                new Checkpoints(new RunFolder(run.folder()).checkpoints())
                    .copyBest(files.checkpoints());
                own.take(registry, run, files.path());
              });
    }
    return parcel;
  }

  /** Its registry. */
  public Registry registry() {
    return Registry.open(folder.resolve(REGISTRY));
  }

  /** What is asked. */
  public WorkerRequest request() {
    try {
      return WorkerRequest.read(Files.readString(folder.resolve(REQUEST)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is asked: " + e.getMessage(), e);
    }
  }

  /** Brings back what was made of a run. */
  Run deliver(Assignment assignment, Registry registry, Path out) {
    try (Registry own = registry()) {
      Run run = assignment.recorded(own).orElseThrow();
      Path target = assignment.folder(out).path();
      replace(target, assignment.folder(folder).path());
      registry.take(own, run, target.toAbsolutePath());
      return registry.find(run.key());
    }
  }

  /** The earlier files of a run are there until all the later ones are. */
  private static void replace(Path target, Path by) {
    try {
      Folders.delete(Folders.unfinished(target));
      copy(by, Folders.unfinished(target));
      Folders.finish(target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot bring %s to %s: %s".formatted(by, target, e.getMessage()), e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot copy %s to %s: %s".formatted(from, to, e.getMessage()), e);
    }
  }

  /** Writes it as one file. */
  public void write(Path file) {
    try (Stream<Path> files = Files.walk(folder);
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(one).toString()));
        Files.copy(one, zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Opens a file in a folder. */
  public static Parcel read(Path file, Path folder) {
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("it has a file outside of its folder: " + entry.getName());
        }
        Files.createDirectories(target.getParent());
        try (OutputStream out = Files.newOutputStream(target)) {
          zip.transferTo(out);
        }
      }
      return new Parcel(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
