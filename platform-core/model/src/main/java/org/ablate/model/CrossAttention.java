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
    int headDim = Math.toIntExact(x.size(-1) / heads);
    int keyValueHeads = attention.keyValueHeads(heads);
    Dim[] axes = {
      memory.batch(),
      Dim.of("head", keyValueHeads),
      memory.position().renamed("key"),
      Dim.of("head_dim", headDim)
    };
    Tensor query =
        Given.like(
            Heads.split(scope, "query", x, heads, headDim, "query"),
            attention,
            "queries",
            q -> attention.queries(scope, q)); // [batch, head, query, head_dim]
    Tensor key =
        scope.once(
            "keys",
            () ->
                Given.like(
                    Heads.split(scope, "key", memory.states(), keyValueHeads, headDim, "key"),
                    attention,
                    "keys",
                    k -> attention.keys(scope, k)),
            axes); // [batch, key_value_head, key, head_dim]
    Tensor value =
        scope.once(
            "values",
            () -> Heads.split(scope, "value", memory.states(), keyValueHeads, headDim, "key"),
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
    Tensor output =
        Given.like(mixed, attention, "output", m -> attention.output(scope, m, x)); // as mixed
    return Heads.merge(scope, output, x.dim(1), x.dim(-1)); // [batch, position, d_model]
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
