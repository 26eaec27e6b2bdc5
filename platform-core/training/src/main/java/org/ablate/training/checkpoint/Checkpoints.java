package org.ablate.training.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ablate.document.DocumentException;
import org.ablate.document.Folders;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Settings;
import org.ablate.document.Sha256;
import org.ablate.document.TextFile;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;
import org.ablate.tensor.Array;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.SavedPresentation;
import org.ablate.training.data.Vocabulary;

/**
 * The checkpoints of a run: a folder for each, {@code step-00000100}, with {@code
 * model.safetensors}, {@code optimizer.safetensors} and {@code checkpoint.json}. A folder gets this
 * name when all that is in it is on the disk; whatever happens, what has the name is whole. Beside
 * them, {@code tokenizer.json} and {@code presentation.json} say how the model is given text.
 */
public final class Checkpoints {
  /** The weights of a model, in a checkpoint. */
  public static final String MODEL = "model.safetensors";

  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String INDEX = "checkpoint.json";
  private static final String PRESENTATION = "presentation.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final Pattern STEP = Pattern.compile("step-(\\d{8,9})");
  private static final String STATE = "state";
  private static final String TRAINING = "training";

  private final Path folder;

  /** The checkpoints in a folder, which need not exist yet. */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** The folder of a step's checkpoint. */
  public Path folder(int step) {
    return folder.resolve(String.format(Locale.ROOT, "step-%08d", step));
  }

  /**
   * Writes a checkpoint.
   *
   * @throws CheckpointException if that fails; then all earlier ones are as they were
   */
  public void write(Checkpoint checkpoint) {
    Path target = folder(checkpoint.state().step());
    Path unfinished = Folders.unfinished(target);
    try {
      Folders.delete(unfinished);
      Files.createDirectories(unfinished);
      CheckpointIndex index =
          new CheckpointIndex(
              CheckpointIndex.FORMAT,
              checkpoint.state(),
              writeArrays(unfinished.resolve(MODEL), checkpoint.weights()),
              writeArrays(unfinished.resolve(OPTIMIZER), checkpoint.optimizer()));
      Files.writeString(unfinished.resolve(INDEX), Json.writePretty(Settings.write(index)));
      Folders.finish(target);
    } catch (IOException e) {
      discard(unfinished, e);
      throw new CheckpointException(
          "cannot write the checkpoint %s: %s".formatted(target, Reason.of(e)), e);
    }
  }

  private static void discard(Path unfinished, IOException cause) {
    try {
      Folders.delete(unfinished);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Writes a file; returns its SHA-256. */
  private static String writeArrays(Path file, Map<String, Array> arrays) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream out =
        new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
      Safetensors.write(out, arrays);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Writes how the model is given text.
   *
   * @throws CheckpointException if that fails
   */
  public void write(Presentation presentation) {
    write(TOKENIZER, Node.of(presentation.vocabulary().tokenizer().save()));
    write(PRESENTATION, Settings.write(SavedPresentation.of(presentation)));
  }

  private void write(String name, Node content) {
    Path target = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      TextFile.write(target, Json.writePretty(content));
    } catch (IOException e) {
      throw new CheckpointException("cannot write %s: %s".formatted(target, Reason.of(e)), e);
    }
  }

  /**
   * How the model is given text.
   *
   * @param tokenizer the recipe that the tokenizer was fitted by
   * @throws CheckpointException if a file is missing or damaged
   */
  public Presentation presentation(Tokenizer tokenizer) {
    Path file = folder.resolve(PRESENTATION);
    try {
      return Settings.read(readJson(file), SavedPresentation.class)
          .restore(new Vocabulary(tokenizer(tokenizer)));
    } catch (DocumentException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  /** The latest step that has a checkpoint. */
  public OptionalInt latest() {
    return steps().stream().mapToInt(Integer::intValue).max();
  }

  /**
   * The step whose weights scored best, as the latest checkpoint knows it.
   *
   * @throws CheckpointException if the latest checkpoint cannot be read
   */
  public OptionalInt best() {
    OptionalInt latest = latest();
    if (latest.isEmpty()) {
      return latest;
    }
    return state(latest.getAsInt()).best().stream().mapToInt(ScoredStep::step).findFirst();
  }

  /**
   * Copies as much into another folder as starting from the best step takes: its weights, and the
   * tokenizer.
   *
   * @throws CheckpointException if there is no best step, or that fails
   */
  public void copyBest(Path target) {
    int best =
        best()
            .orElseThrow(
                () ->
                    new CheckpointException("no checkpoint in %s was evaluated".formatted(folder)));
    copy(folder(best).resolve(INDEX), target);
    copy(folder(best).resolve(MODEL), target);
    // It knows which step is the best.
    copy(folder(latest().getAsInt()).resolve(INDEX), target);
    copy(folder.resolve(TOKENIZER), target);
  }

  private void copy(Path file, Path target) {
    try {
      Path copy = target.resolve(folder.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot copy %s to %s: %s".formatted(file, target, Reason.of(e)), e);
    }
  }

  private List<Integer> steps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> STEP.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.valueOf(matcher.group(1)))
          .toList();
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot list the checkpoints in %s: %s".formatted(folder, Reason.of(e)), e);
    }
  }

  /**
   * The checkpoint of a step.
   *
   * @throws CheckpointException if it is missing or damaged
   */
  public Checkpoint read(int step) {
    CheckpointIndex index = index(step);
    return new Checkpoint(
        index.state(),
        readArrays(folder(step).resolve(MODEL), index.modelSha256()),
        readArrays(folder(step).resolve(OPTIMIZER), index.optimizerSha256()));
  }

  /**
   * The weights of a step.
   *
   * @throws CheckpointException if they are missing or damaged
   */
  public Map<String, Array> weights(int step) {
    return readArrays(folder(step).resolve(MODEL), index(step).modelSha256());
  }

  /**
   * The SHA-256 of the file with the weights of a step.
   *
   * @throws CheckpointException if the checkpoint is missing or damaged
   */
  public String weightsSha256(int step) {
    return index(step).modelSha256();
  }

  /**
   * The tokenizer that the run reads text with.
   *
   * @param recipe what it was fitted by
   * @throws CheckpointException if its file is missing or damaged
   */
  public FittedTokenizer tokenizer(Tokenizer recipe) {
    Path file = folder.resolve(TOKENIZER);
    try {
      return recipe.restore(readJson(file).toJava());
    } catch (DocumentException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Where the run stood after a step.
   *
   * @throws CheckpointException if the checkpoint is missing or damaged
   */
  public TrainingState state(int step) {
    return index(step).state();
  }

  private CheckpointIndex index(int step) {
    Path file = folder(step).resolve(INDEX);
    try {
      Mapping mapping = readJson(file);
      requireFormat(file, mapping);
      return Settings.read(withNewerSettings(mapping), CheckpointIndex.class);
    } catch (DocumentException e) {
      throw damaged(file, e);
    }
  }

  /** A checkpoint of a version that had fewer settings is one with the defaults of the others. */
  private static Mapping withNewerSettings(Mapping index) {
    if (!(index.get(STATE).orElse(null) instanceof Mapping state)
        || !(state.get(TRAINING).orElse(null) instanceof Mapping training)) {
      return index;
    }
    Mapping complete = Settings.write(TrainingSettings.DEFAULTS);
    for (Mapping.Entry entry : training.entries()) {
      complete = complete.with(entry);
    }
    return index.with(STATE, state.with(TRAINING, complete));
  }

  private static Mapping readJson(Path file) {
    try {
      String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (Json.read(file.toString(), json) instanceof Mapping mapping) {
        return mapping;
      }
      throw new CheckpointException("%s is damaged: it is no mapping".formatted(file));
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static CheckpointException damaged(Path file, RuntimeException e) {
    return new CheckpointException("%s is damaged: %s".formatted(file, e.getMessage()), e);
  }

  private static void requireFormat(Path file, Mapping mapping) {
    Object format = mapping.get("format").map(Node::toJava).orElse(null);
    if (!Long.valueOf(CheckpointIndex.FORMAT).equals(format)) {
      throw new CheckpointException(
          "%s has the format %s, but this version reads the format %d only"
              .formatted(file, format, CheckpointIndex.FORMAT));
    }
  }

  private static Map<String, Array> readArrays(Path file, String sha256) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      Map<String, Array> arrays = Safetensors.read(file.toString(), in, Files.size(file));
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new CheckpointException(
            "%s is damaged: its SHA-256 is not the one that %s has".formatted(file, INDEX));
      }
      return arrays;
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static CheckpointException cannotRead(Path file, IOException e) {
    return new CheckpointException("cannot read %s: %s".formatted(file, Reason.of(e)), e);
  }

  /**
   * Deletes all checkpoints but those of some steps, and what is left of unfinished ones.
   *
   * @throws CheckpointException if one cannot be deleted
   */
  public void keepOnly(Set<Integer> kept) {
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        Matcher step = STEP.matcher(path.getFileName().toString());
        boolean old = step.matches() && !kept.contains(Integer.valueOf(step.group(1)));
        if (old || Folders.isLeftOver(path)) {
          Folders.delete(path);
        }
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot delete old checkpoints in %s: %s".formatted(folder, Reason.of(e)), e);
    }
  }
}
