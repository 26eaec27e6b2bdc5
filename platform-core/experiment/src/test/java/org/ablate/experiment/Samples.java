package org.ablate.experiment;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.TokenMixer;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A few variants of each kind, as plain as can be, so that messages list few names. */
public interface Samples {
  PluginOrigin ORIGIN = new PluginOrigin("samples", "1.0.0", "00");

  Variants INSTALLED =
      new Variants(
          Stream.of(
                  Variant.attention("scaled-dot-product", new DotProduct()),
                  Variant.attention("sliding-window", new SlidingWindow(16)),
                  Variant.attention("linear", new Linear()),
                  Variant.attention("eight-heads", new EightHeads()),
                  Variant.attention("by-place", new ByPlace(64)),
                  Variant.positionalEncoding("sinusoidal", new NoPositions()),
                  Variant.positionalEncoding("learned", new Learned(64)),
                  Variant.positionalEncoding("alibi", new Distances()),
                  Variant.normalization("layer-norm", new NoNorm(1e-5)),
                  Variant.feedForward("relu", new Relu()),
                  Variant.feedForward("faulty", new Faulty(Optional.of(new Object()))),
                  Variant.feedForward("throwing", new Throwing()),
                  Variant.placement("pre", new Residual()),
                  Variant.tokenizer("character", new NoTokenizer()),
                  Variant.task("dates", new Pairs(1950, new Sizes(100, 10))),
                  Variant.task("text", new Text("")),
                  Variant.task("tags", new Tags()))
              .map(variant -> new InstalledVariant(variant, ORIGIN))
              .toList());

  /** Everything is honoured. */
  record DotProduct() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return bias.softmax(query.matmul(key.transpose(-2, -1))).matmul(value); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** A setting with a range, and no cross-attention. */
  record SlidingWindow(int window) implements Attention {
    public SlidingWindow {
      if (window < 1) {
        throw new IllegalArgumentException("window must be at least 1, got " + window);
      }
    }

    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return new DotProduct().attend(scope, query, key, value, bias); // [b, h, query, head_dim]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(Capability.CROSS));
    }
  }

  /** Takes no bias on scores. */
  record Linear() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return new DotProduct().attend(scope, query, key, value, bias); // [b, h, query, head_dim]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(Capability.SCORE_BIAS));
    }
  }

  /** Works with eight heads only, which no capability tells. */
  record EightHeads() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      if (query.size(1) != 8) {
        throw new IllegalArgumentException("eight-heads needs n_heads to be 8");
      }
      return new DotProduct().attend(scope, query, key, value, bias); // [b, h, query, head_dim]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Has weights for so many places. */
  record ByPlace(int length) implements TokenMixer {
    @Override
    public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
      return x; // [batch, position, d_model]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.CAUSAL);
    }

    @Override
    public OptionalInt maxLength() {
      return OptionalInt.of(length);
    }
  }

  /** A setting that no document can hold. */
  record Faulty(Optional<Object> table) implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return x; // [batch, position, d_model]
    }
  }

  /** Breaks down. */
  record Throwing() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      throw new IllegalStateException("no licence");
    }
  }

  /** Nothing is added anywhere. */
  record NoPositions() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of();
    }
  }

  /** A table with an end. */
  record Learned(int length) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of();
    }

    @Override
    public OptionalInt maxLength() {
      return OptionalInt.of(length);
    }
  }

  /** Acts on scores. */
  record Distances() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      return positions.distance(); // [batch or 1, 1, query, key]
    }
  }

  /** Leaves everything as it is. */
  record NoNorm(double epsilon) implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      return x; // [batch, position, d_model]
    }
  }

  /** No weights. */
  record Relu() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return x.relu(); // [batch, position, d_model]
    }
  }

  /** No norms. */
  record Residual() implements Placement {}

  /** Is never fitted. */
  record NoTokenizer() implements Tokenizer {
    @Override
    public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FittedTokenizer restore(Map<String, Object> saved) {
      throw new UnsupportedOperationException();
    }
  }

  /** Nested settings. */
  record Sizes(int train, int test) {}

  /** Gives pairs. */
  record Pairs(int firstYear, Sizes examples) implements NoExamples {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Pair.class;
    }
  }

  /** Gives text. */
  record Text(String file) implements NoExamples {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }
  }

  /** Gives tags. */
  record Tags() implements NoExamples {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Tagged.class;
    }
  }

  /** A task whose examples nobody asks for. */
  interface NoExamples extends Task {
    @Override
    default List<? extends Example> examples(Split split, DataFiles files, long seed) {
      throw new UnsupportedOperationException();
    }
  }
}
