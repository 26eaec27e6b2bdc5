package org.ablate.conformance;

import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.plugin.Sublayer;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Components whose mathematics is given as a function, so that a wrong one takes a few lines. */
final class Parts {
  private Parts() {}

  /** See {@link Attention#attend}. */
  @FunctionalInterface
  interface Formula {
    Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias);
  }

  record Heads(Formula formula, Set<Capability> capabilities, Growth grows) implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return formula.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
    }

    @Override
    public Growth growth(boolean causal) {
      return grows;
    }
  }

  /** See {@link RecurrentAttention#resume}. */
  @FunctionalInterface
  interface Resuming {
    Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding);
  }

  record Recurrent(Formula formula, Resuming resuming) implements RecurrentAttention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return formula.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
    }

    @Override
    public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
      return resuming.resume(scope, query, key, value, padding); // [batch, head, position, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.CAUSAL, Capability.INCREMENTAL);
    }
  }

  /** See {@link TokenMixer#mix}. */
  @FunctionalInterface
  interface Mixing {
    Tensor mix(Scope scope, Tensor x, TokenMixer.Sequence sequence);
  }

  record Layer(Mixing formula, Set<Capability> capabilities) implements TokenMixer {
    @Override
    public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
      return formula.mix(scope, x, sequence); // [batch, position, d_model]
    }

    @Override
    public Growth growth(boolean causal) {
      return Growth.LINEAR;
    }
  }

  /** See {@link Normalization#normalize}. */
  @FunctionalInterface
  interface Normalizing {
    Tensor normalize(Scope scope, Tensor x, Padding padding);
  }

  record Norm(Normalizing formula) implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      return formula.normalize(scope, x, padding); // [batch, position, d_model]
    }
  }

  /** See {@link FeedForward#transform}. */
  @FunctionalInterface
  interface Transforming {
    Tensor transform(Scope scope, Tensor x, Dim width, Padding padding);
  }

  record ByToken(Transforming formula) implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return formula.transform(scope, x, width, padding); // [batch, position, d_model]
    }
  }

  /** See {@link Placement#residual}. */
  @FunctionalInterface
  interface Step {
    Tensor residual(Scope scope, Tensor x, Sublayer sublayer);
  }

  record Residual(Step formula) implements Placement {
    @Override
    public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
      return formula.residual(scope, x, sublayer); // [batch, position, d_model]
    }
  }

  /** See {@link PositionalEncoding#encodeEmbeddings} and the other two. */
  @FunctionalInterface
  interface Encoding {
    Tensor encode(Scope scope, Tensor x, Tensor positions);
  }

  /** Positions that are added to embeddings. */
  record Embedded(Encoding encoding, OptionalInt maxLength) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.EMBEDDINGS);
    }

    @Override
    public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
      return encoding.encode(scope, embeddings, positions); // [batch, position, d_model]
    }
  }

  /** Positions by which queries and keys are turned. */
  record Turned(Encoding encoding) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      return encoding.encode(scope, queryOrKey, positions); // [batch, head, position, head_dim]
    }
  }
}
