package org.ablate.app.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ablate.report.Step;
import org.ablate.tensor.DataType;
import org.ablate.training.evaluation.InspectedValue;

/** What happens inside a model, as reports show it. */
public final class Steps {
  private Steps() {}

  /** Values in their order. */
  public static List<Step> of(List<InspectedValue> values) {
    return values.stream().map(Steps::of).toList();
  }

  private static Step of(InspectedValue value) {
    long[] shape = value.numbers().shape();
    List<Step.Axis> axes = new ArrayList<>();
    for (InspectedValue.Axis axis : value.axes()) {
      axes.add(new Step.Axis(axis.name(), Math.toIntExact(shape[axes.size()]), axis.labels()));
    }
    return new Step(
        value.name(),
        value.formula(),
        axes,
        value.numbers().dataType() != DataType.FLOAT,
        Arrays.stream(value.numbers().toDoubles()).boxed().toList());
  }
}
