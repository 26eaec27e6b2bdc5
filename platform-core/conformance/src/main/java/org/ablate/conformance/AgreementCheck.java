package org.ablate.conformance;

import java.util.Locale;
import java.util.Map;
import org.ablate.plugin.Component;
import org.ablate.plugin.Kind;
import org.ablate.verification.Agreement;
import org.ablate.verification.Disagreement;
import org.ablate.verification.Verdict;
import org.ablate.verification.Verification;

/** Libtorch and ONNX Runtime agree, with batches and lengths other than at export. */
final class AgreementCheck {
  private AgreementCheck() {}

  static Check of(Verification verification, Kind kind, Component component) {
    return new Check(
        "ONNX Runtime agrees for any batch and length",
        () -> outcome(verification.verify(kind, component)));
  }

  private static Outcome outcome(Map<String, Agreement> agreements) {
    if (agreements.isEmpty()) {
      return Outcome.skipped("the variant computes nothing by itself");
    }
    agreements.forEach(AgreementCheck::require);
    return Outcome.measured(
        Measure.ONNX_DIFFERENCE,
        agreements.values().stream()
            .mapToDouble(Agreement::maxAbsoluteDifference)
            .max()
            .orElseThrow());
  }

  static void require(String use, Agreement agreement) {
    if (agreement.notFinite() > 0) {
      throw new ConformanceException(
          "in the use '%s' %d numbers of the output are not finite; look for a division by zero, or a logarithm or root of what may be negative"
              .formatted(use, agreement.notFinite()));
    }
    if (agreement.verdict() == Verdict.DISAGREE) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "in the use '%s' libtorch and ONNX Runtime differ by %.2g: %s",
              use,
              agreement.maxAbsoluteDifference(),
              agreement.firstDisagreement().map(AgreementCheck::place).orElse("")));
    }
  }

  private static String place(Disagreement first) {
    return "the first value that differs is %s%s in '%s', %s"
        .formatted(
            first.operator(),
            first.probe().map(name -> " (" + name + ")").orElse(""),
            first.scope(),
            first.axes());
  }
}
