package org.ablate.model;

import java.util.Locale;
import java.util.stream.Collectors;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Mixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Lets a decoder's tokens see an encoder's output. Vaswani et al. (2017), §3.2.3. */
record CrossAttention(Choice<Mixer> mixer, int heads) {

  /**
   * Attends to the memory.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  Tensor apply(Scope scope, Tensor x, Memory memory) {
    Attention attention = (Attention) mixer.component();
    Projections projections = Projections.of(attention, heads, x);
    Dim[] axes = projections.axes(memory.batch(), memory.position());
    Tensor query = projections.queries(scope, x); // [batch, head, query, head_dim]
    Tensor key =
        scope.once(
            "keys",
            () -> projections.keys(scope, memory.states()),
            axes); // [batch, key_value_head, key, head_dim]
    Tensor value =
        scope.once(
            "values",
            () -> projections.values(scope, memory.states()),
            axes); // [batch, key_value_head, key, head_dim]
    Tensor asking = scope.probe("queries", query); // [batch, head, query, head_dim]
    Tensor compared = scope.probe("keys", key); // [batch, key_value_head, key, head_dim]
    Tensor mixable = scope.probe("values", value); // [batch, key_value_head, key, head_dim]
    AttentionBias bias = AttentionBias.of(false, memory.padding());
    Tensor mixed =
        Given.like(
            asking,
            attention,
            "attend",
            q -> attention.attend(scope, q, compared, mixable, bias)); // [b, head, query, hd]
    requireHonoured(mixer, bias);
    return projections.merged(scope, mixed, x); // [batch, position, d_model]
  }

  static void requireHonoured(Choice<Mixer> mixer, AttentionBias bias) {
    if (!bias.dropped().isEmpty()) {
      throw new CompositionException(
          "attention %s drops a part of its bias without asking for it: %s; bias.softmax(scores) honours all of them, bias.addTo and bias.mask one each"
              .formatted(
                  mixer,
                  bias.dropped().stream()
                      .map(part -> part.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
  }
}
