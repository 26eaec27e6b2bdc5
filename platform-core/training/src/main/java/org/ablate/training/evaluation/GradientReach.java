package org.ablate.training.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.RunningText;

/**
 * How much of the gradient of a token's loss reaches the tokens before it. Where it fades with the
 * distance, what lies far back cannot be learned: Bengio, Simard and Frasconi (1994), "Learning
 * long-term dependencies with gradient descent is difficult", §IV; Vaswani et al. (2017),
 * arXiv:1706.03762, §4 compares how long the ways are.
 */
final class GradientReach {
  private GradientReach() {}

  /**
   * The mean over windows of ‖∂ loss of the last token / ∂ vector of a token‖₂, by how many tokens
   * that one is before the last.
   *
   * @param windows all of the same length
   */
  static List<Double> of(
      Libtorch engine,
      Transformer model,
      Weights weights,
      RunningText text,
      List<EncodedExample> windows) {
    int length = windows.get(0).length();
    int width = model.settings().dModel();
    double[] norms = new double[length];
    try (Program program = engine.compile(model.nudged())) {
      for (EncodedExample window : windows) {
        Map<String, Array> inputs =
            new HashMap<>(text.batch(List.of(onlyLastAsked(window))).inputs());
        inputs.put("nudge", Array.of(new float[length * width], 1, length, width));
        Array gradient = program.gradients(weights, inputs).get("nudge"); // [1, position, d_model]
        for (int position = 0; position < length; position++) {
          norms[length - 1 - position] += norm(gradient, position * width, width) / windows.size();
        }
      }
    }
    return Arrays.stream(norms).boxed().toList();
  }

  private static EncodedExample onlyLastAsked(EncodedExample window) {
    int[] labels = window.labels().clone();
    Arrays.fill(labels, 0, labels.length - 1, (int) CrossEntropy.IGNORED);
    return new EncodedExample(new int[0], window.tokens(), labels);
  }

  private static double norm(Array values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values.at(i) * values.at(i);
    }
    return Math.sqrt(sum);
  }
}
