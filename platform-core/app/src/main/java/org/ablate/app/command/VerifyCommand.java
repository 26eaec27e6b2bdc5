package org.ablate.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.run.DataCosts;
import org.ablate.app.run.PreparedData;
import org.ablate.app.run.ReferenceChecks;
import org.ablate.app.run.ReferenceChecks.Result;
import org.ablate.app.run.VariantChecks;
import org.ablate.app.run.VariantChecks.Verified;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Mapping;
import org.ablate.experiment.Experiment;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.verification.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the conformance kit on variants, and compares whole models with ONNX Runtime. */
@Command(
    name = "verify",
    description =
        "Check what variants must do, ONNX Runtime beside libtorch included; or compare the models of an experiment with ONNX Runtime.")
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
      boolean isRight = what.size() == 1 ? models(platform) : variants(platform);
      return isRight ? 0 : Ablate.FAILED;
    }
  }

  private boolean models(Platform platform) {
    Path file = Path.of(what.get(0));
    var files = ExperimentFiles.beside(file, data.store(spec.commandLine().getErr()));
    Experiment experiment =
        Experiment.read(
            file, List.of(), platform.variants(), new DataCosts(files, new PreparedData()));
    try (ReferenceChecks checks = new ReferenceChecks()) {
      List<Result> results = checks.experiment(experiment, files);
      print(results.stream().map(AgreementPage::document).toList(), AgreementPage.text(results));
      return results.stream().noneMatch(result -> result.agreement().verdict() == Verdict.DISAGREE);
    }
  }

  private boolean variants(Platform platform) {
    List<InstalledVariant> variants =
        what.isEmpty()
            ? platform.variants().all()
            : List.of(platform.variant(new KindConverter().convert(what.get(0)), what.get(1)));
    List<Verified> all = new ArrayList<>();
    try (VariantChecks checks = new VariantChecks()) {
      for (InstalledVariant variant : variants) {
        told(all, checks.variant(variant));
      }
      if (what.isEmpty()) {
        told(all, checks.combinations(variants));
      }
    }
    if (all.stream().allMatch(verified -> verified.checks() == 0)) {
      throw new RequestException(
          "there is nothing to check with the default settings of %s: %s"
              .formatted(String.join(" ", what), String.join("; ", all.get(0).reasons())));
    }
    print(all.stream().map(ConformancePage::document).toList(), ConformancePage.text(all));
    return all.stream().allMatch(verified -> verified.failures().isEmpty());
  }

  /** Adds a result, and says in a terminal how far it is. */
  private void told(List<Verified> all, Verified verified) {
    all.add(verified);
    if (what.isEmpty() && System.console() != null) {
      spec.commandLine().getErr().println(ConformancePage.line(verified));
    }
  }

  private void print(List<Mapping> documents, String text) {
    if (json.isAsked()) {
      json.print(spec, documents);
    } else {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
  }
}
