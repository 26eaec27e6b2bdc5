package org.ablate.app.command.tokenizer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.command.DataOptions;
import org.ablate.app.command.PluginOptions;
import org.ablate.app.run.RunFolder;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Settings;
import org.ablate.document.Yaml;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Split;
import org.ablate.plugin.Tokenizer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learns tokens from texts. */
@Command(
    name = "train",
    description =
        "Learn tokens from texts and write them as tokenizer.json, for other programs too.")
final class TrainCommand implements Runnable {
  private static final double NANOSECONDS_PER_SECOND = 1e9;
  private static final double MEGABYTE = 1e6;

  @Parameters(paramLabel = "NAME", description = "A tokenizer, such as byte-bpe.")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the tokenizer, such as merges=8000.")
  private List<String> settings = new ArrayList<>();

  @ArgGroup(multiplicity = "1")
  private Texts texts;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "tokenizer.json",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  /** Where texts are. */
  private static final class Texts {
    @Option(
        names = "--input",
        paramLabel = "FILE",
        description = "A UTF-8 text; each line is a text of its own. May be given several times.")
    private List<String> files = new ArrayList<>();

    @Option(
        names = "--data",
        paramLabel = "NAME",
        description = "The training split of a data set, all columns.")
    private String dataSet;
  }

  @Override
  public void run() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      Tokenizer recipe =
          (Tokenizer) configured(platform.variant(Kind.TOKENIZER, name).variant().defaults());
      ExperimentFiles files =
          new ExperimentFiles(Path.of(""), data.store(spec.commandLine().getErr()));
      List<String> lines = lines(files);
      long start = System.nanoTime();
      FittedTokenizer fitted = recipe.fit(lines, files);
      double seconds = (System.nanoTime() - start) / NANOSECONDS_PER_SECOND;
      RunFolder.write(out, Json.writePretty(Node.of(fitted.save())));
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%,d tokens from %,d texts (%.1f MB) in %.1f s, written to %s%n",
              fitted.tokens().size(),
              lines.size(),
              bytes(lines) / MEGABYTE,
              seconds,
              out);
    } catch (IllegalArgumentException e) {
      throw new RequestException(e.getMessage());
    }
  }

  private Object configured(Object defaults) {
    Mapping changes = Mapping.empty();
    for (String setting : settings) {
      String[] keyAndValue = setting.split("=", 2);
      if (keyAndValue.length < 2) {
        throw new RequestException("'%s' is no setting: write KEY=VALUE".formatted(setting));
      }
      changes = changes.with(keyAndValue[0], Yaml.read("--set " + setting, keyAndValue[1]));
    }
    return Settings.read(changes, (Record) defaults);
  }

  private List<String> lines(ExperimentFiles files) {
    List<String> lines = new ArrayList<>();
    if (texts.dataSet == null) {
      for (String file : texts.files) {
        files.rows(file, List.of("text")).forEach(lines::addAll);
      }
      return lines;
    }
    DataSet set = files.dataSet(texts.dataSet);
    List<String> columns = set.columns().isEmpty() ? List.of("text") : set.columns();
    files.rows(set.paths().get(Split.TRAIN), columns).forEach(lines::addAll);
    return lines;
  }

  private static double bytes(List<String> lines) {
    return lines.stream().mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length).sum();
  }
}
