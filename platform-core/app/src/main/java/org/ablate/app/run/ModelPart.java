package org.ablate.app.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.app.RequestException;
import org.ablate.document.NearestName;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.Transformer;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A feed-forward or a norm of a model, alone.
 *
 * @param x what it is given
 * @param y what it makes of it
 */
public record ModelPart(Tensor x, Tensor y) {

  /**
   * What a part makes, {@code y}, of what it is given, {@code x}, with the names that its weights
   * have in the model.
   *
   * @param path of its scope, such as {@code decoder.layer.0.feed_forward}
   * @throws RequestException if there is none, or if it looks at more than it is given
   */
  public static Graph of(Transformer model, String path) {
    Map<String, ModelPart> parts = new LinkedHashMap<>();
    Graph whole = watched(model, parts).inference();
    ModelPart part = parts.get(path);
    if (part == null) {
      throw new RequestException(NearestName.unknown("feed-forward or norm", path, parts.keySet()));
    }
    Graph alone = whole.between(Map.of("x", part.x), Map.of("y", part.y));
    List<String> inputs = alone.inputs().stream().map(Op.Input::name).toList();
    if (inputs.size() > 1) {
      throw new RequestException(
          "'%s' cannot be written alone, because it looks at more than it is given: %s"
              .formatted(path, String.join(", ", inputs)));
    }
    return alone;
  }

  /** The same model; when it is defined, its parts are found by their scopes. */
  private static Transformer watched(Transformer model, Map<String, ModelPart> parts) {
    Components all = model.parts();
    Components watched =
        new Components(
            all.attention(),
            all.crossAttention(),
            all.positionalEncoding(),
            new Choice<>(
                all.normalization().name(),
                new WatchedNormalization(all.normalization().component(), parts)),
            new Choice<>(
                all.feedForward().name(),
                new WatchedFeedForward(all.feedForward().component(), parts)),
            all.placement());
    return new Transformer(
        model.settings(),
        watched,
        model.vocabularySize(),
        model.outputs(),
        model.head(),
        model.padded());
  }

  private record WatchedFeedForward(FeedForward watched, Map<String, ModelPart> parts)
      implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      Tensor y = watched.transform(scope, x, width, padding); // [batch, position, d_model]
      parts.put(scope.path(), new ModelPart(x, y));
      return y;
    }

    @Override
    public boolean isPresent() {
      return watched.isPresent();
    }

    @Override
    public int width(int statedWidth) {
      return watched.width(statedWidth);
    }
  }

  private record WatchedNormalization(Normalization watched, Map<String, ModelPart> parts)
      implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      Tensor y = watched.normalize(scope, x, padding); // [batch, position, d_model]
      parts.put(scope.path(), new ModelPart(x, y));
      return y;
    }

    @Override
    public Tensor normalizeEmbeddings(Tensor table) {
      return watched.normalizeEmbeddings(table); // [token, d_model]
    }
  }
}
