package org.ablate.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.run.ReferenceChecks;
import org.ablate.app.run.ReferenceChecks.Result;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Mapping;
import org.ablate.experiment.Experiment;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import org.ablate.verification.Agreement;
import org.ablate.verification.Disagreement;
import org.ablate.verification.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares libtorch with ONNX Runtime. */
@Command(
    name = "verify",
    description =
        "Compare libtorch with ONNX Runtime: the models of an experiment, one variant, or all that are installed.")
final class VerifyCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..2",
      paramLabel = "FILE | KIND NAME",
      description = "An experiment file, or a variant; nothing for every variant.")
  private List<String> what = new ArrayList<>();

  @Mixin private JsonOption json;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      List<Result> results = results(platform);
      if (json.isAsked()) {
        json.print(spec, results.stream().map(VerifyCommand::document).toList());
      } else {
        spec.commandLine().getOut().print(text(results));
        spec.commandLine().getOut().flush();
      }
      boolean agree = results.stream().noneMatch(VerifyCommand::isMistake);
      return agree ? 0 : Ablate.FAILED;
    }
  }

  private static boolean isMistake(Result result) {
    return result.agreement().verdict() == Verdict.DISAGREE;
  }

  private List<Result> results(Platform platform) {
    if (what.size() == 1) {
      Path file = Path.of(what.get(0));
      Experiment experiment = Experiment.read(file, List.of(), platform.variants());
      try (ReferenceChecks checks = new ReferenceChecks()) {
        return checks.experiment(
            experiment, ExperimentFiles.beside(file, data.store(spec.commandLine().getErr())));
      }
    }
    List<InstalledVariant> variants =
        what.isEmpty()
            ? platform.variants().all()
            : List.of(platform.variant(new KindConverter().convert(what.get(0)), what.get(1)));
    try (ReferenceChecks checks = new ReferenceChecks()) {
      List<Result> results = variants.stream().flatMap(v -> checks.variant(v).stream()).toList();
      if (results.isEmpty()) {
        throw new RequestException(
            "there is nothing to compare: tokenizers and tasks compute no tensors");
      }
      return results;
    }
  }

  private static String text(List<Result> results) {
    List<Column> columns =
        List.of(
            new Column("what", Alignment.LEFT),
            new Column("in which use", Alignment.LEFT),
            new Column("max |a − b|", Alignment.RIGHT),
            new Column("verdict", Alignment.LEFT));
    List<List<String>> rows =
        results.stream()
            .map(
                result ->
                    List.of(
                        result.subject(),
                        result.use(),
                        difference(result.agreement()),
                        verdict(result.agreement().verdict())))
            .toList();
    StringBuilder text = new StringBuilder(new TextTable(columns, rows).plain());
    results.stream()
        .filter(result -> result.agreement().verdict() != Verdict.AGREE)
        .forEach(result -> text.append(explanation(result)));
    long differ = results.stream().filter(r -> r.agreement().verdict() == Verdict.DISAGREE).count();
    return text.append(
            "%n%d compared with ONNX Runtime (%s), each with batches and lengths that differ; %s.%n"
                .formatted(
                    results.size(),
                    results.get(0).agreement().provider(),
                    differ == 0 ? "none disagrees" : differ + " disagree"))
        .toString();
  }

  private static String difference(Agreement agreement) {
    return String.format(Locale.ROOT, "%.1e", agreement.maxAbsoluteDifference());
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case AGREE -> "agrees";
      case NOISE -> "rounding: agrees in float64";
      case DISAGREE -> "DISAGREES";
    };
  }

  private static String explanation(Result result) {
    return result
        .agreement()
        .firstDisagreement()
        .map(first -> "%n%s, %s: %s%n".formatted(result.subject(), result.use(), place(first)))
        .orElse("");
  }

  private static String place(Disagreement first) {
    return "the first value that differs is %s%s in '%s', %s"
        .formatted(
            first.operator(),
            first.probe().map(name -> " (" + name + ")").orElse(""),
            first.scope(),
            first.axes());
  }

  private static Mapping document(Result result) {
    return Mapping.empty()
        .with("subject", result.subject())
        .with("use", result.use())
        .with("verdict", result.agreement().verdict())
        .with("provider", result.agreement().provider().toString())
        .with("max_absolute_difference", result.agreement().maxAbsoluteDifference())
        .with(
            "first_disagreement", result.agreement().firstDisagreement().map(VerifyCommand::place));
  }
}
