package org.ablate.report;

import java.util.List;
import java.util.Optional;
import org.ablate.statistics.Summary;

/** The values of one quantity in several runs. */
record Sample(List<Double> values) {

  Sample {
    values = List.copyOf(values);
  }

  /** The arithmetic mean, unless there is nothing. */
  Optional<Double> mean() {
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values).mean());
  }

  /** The sample standard deviation, with n − 1 in the denominator; needs two values. */
  Optional<Double> standardDeviation() {
    return Summary.of(values).standardDeviation();
  }

  /** Mean and, where there are two values, sample standard deviation. */
  String text(Unit unit) {
    return mean().map(mean -> unit.text(mean, Summary.of(values).standardDeviation())).orElse("–");
  }
}
