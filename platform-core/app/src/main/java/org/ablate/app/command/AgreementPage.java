package org.ablate.app.command;

import java.util.List;
import java.util.Locale;
import org.ablate.app.run.ReferenceChecks.Result;
import org.ablate.document.Mapping;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import org.ablate.verification.Agreement;
import org.ablate.verification.Disagreement;
import org.ablate.verification.Verdict;

/** How far libtorch and ONNX Runtime agree on models, for a reader. */
final class AgreementPage {
  private AgreementPage() {}

  static String text(List<Result> results) {
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

  static Mapping document(Result result) {
    return Mapping.empty()
        .with("subject", result.subject())
        .with("use", result.use())
        .with("verdict", result.agreement().verdict())
        .with("provider", result.agreement().provider().toString())
        .with("max_absolute_difference", result.agreement().maxAbsoluteDifference())
        .with(
            "first_disagreement", result.agreement().firstDisagreement().map(AgreementPage::place));
  }
}
