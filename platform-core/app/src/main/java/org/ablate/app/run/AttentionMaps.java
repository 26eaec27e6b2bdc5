package org.ablate.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ablate.report.AttentionMap;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.evaluation.TrainedModel;

/** What heads attend to, as reports show it. */
public final class AttentionMaps {
  /** {@code decoder.layer.0.cross_attention}. */
  private static final Pattern PLACE = Pattern.compile("(.+)\\.layer\\.(\\d+)\\.(.+)");

  /** Longer ones are no longer read by eye. */
  private static final int LONGEST = 64;

  private AttentionMaps() {}

  /** The maps of the first examples, where they are questions. */
  static List<AttentionMap> of(
      TrainedModel model, Presentation presentation, List<EncodedExample> examples, int count) {
    List<AttentionMap> maps = new ArrayList<>();
    if (presentation.comparison() == Comparison.NONE) {
      return maps;
    }
    examples.stream()
        .filter(example -> example.length() <= LONGEST)
        .limit(count)
        .map(example -> presentation.show(presentation.question(example)))
        .forEach(input -> maps.addAll(of(model, input)));
    return maps;
  }

  /** The maps of one input. */
  public static List<AttentionMap> of(TrainedModel model, String input) {
    return model.attention(input, LONGEST).stream().map(map -> shown(input, map)).toList();
  }

  private static AttentionMap shown(String input, org.ablate.training.evaluation.AttentionMap map) {
    Matcher place = PLACE.matcher(map.attention());
    boolean layered = place.matches();
    List<List<Double>> weights = new ArrayList<>();
    for (float[] row : map.weights()) {
      List<Double> rounded = new ArrayList<>();
      for (float weight : row) {
        rounded.add(Math.round(weight * 1e4) / 1e4);
      }
      weights.add(rounded);
    }
    return new AttentionMap(
        input,
        layered ? place.group(1) + " " + place.group(3).replace('_', '-') : map.attention(),
        layered ? Integer.parseInt(place.group(2)) : 0,
        map.head(),
        map.queries(),
        map.keys(),
        weights);
  }
}
