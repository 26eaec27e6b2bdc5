package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Attention among blocks of tokens: a block sees its neighbours, the first blocks, which see all,
 * and some at random. Zaheer et al. (2020), arXiv:2007.14062, §2 and §D, the construction whose
 * global tokens are among those of the sequence. The random blocks follow from the seed, the head
 * and the place of the block by a hash, so that they are the same in training and in decoding; they
 * are among those up to its own where attention is causal, which the paper does not do, and may be
 * seen already. All scores are computed and the others masked: the cost is that of full attention.
 *
 * @param blockSize how many tokens are in a block
 * @param window how many blocks are neighbours, the own in their middle; odd
 * @param globalBlocks how many of the first blocks see all and are seen by all
 * @param randomBlocks how many blocks a block sees at random
 * @param seed decides which
 */
public record BigBirdAttention(
    int blockSize, int window, int globalBlocks, int randomBlocks, int seed) implements Attention {
  /** Numbers below it have squares that every engine holds exactly. */
  private static final int PRIME = 10_000_019;

  private static final int SEED_FACTOR = 7_368_787;
  private static final int HEAD_FACTOR = 15_485_863;
  private static final int SLOT_FACTOR = 104_729;
  private static final int BLOCK_FACTOR = 1_299_709;
  private static final int ROUNDS = 3;

  public BigBirdAttention {
    requireAtLeast(1, "block_size", blockSize);
    requireAtLeast(1, "window", window);
    requireAtLeast(0, "global_blocks", globalBlocks);
    requireAtLeast(0, "random_blocks", randomBlocks);
    if (window % 2 == 0) {
      throw new IllegalArgumentException(
          "window must be odd, as a block is in the middle of its neighbours, got " + window);
    }
  }

  private static void requireAtLeast(int least, String setting, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(setting, least, value));
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = DotProduct.scores(query, key); // [batch, head, query, key]
    Tensor seen = seen(scope, scores, bias); // [batch or 1, head, query, key]
    Tensor weights =
        scope.probe("weights", bias.allowing(seen).softmax(scores)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  private Tensor seen(Scope scope, Tensor scores, AttentionBias bias) {
    Tensor keyPlaces = Places.ofKeys(scope, scores, bias.padding()); // [batch or 1, key]
    Tensor keyBlock = block(keyPlaces).unsqueeze(1).unsqueeze(1); // [batch or 1, 1, 1, key]
    Tensor queryBlock =
        block(Places.ofQueries(keyPlaces, scores))
            .unsqueeze(1)
            .unsqueeze(-1); // [batch or 1, 1, query, 1]
    Tensor near =
        queryBlock.subtract(keyBlock).abs().lessOrEqual(window / 2); // [b or 1, 1, query, key]
    Tensor global = queryBlock.minimum(keyBlock).less(globalBlocks); // [b or 1, 1, query, key]
    Tensor seen = near.or(global); // [batch or 1, 1, query, key]
    Tensor blocks =
        bias.isCausal()
            ? queryBlock.add(1)
            : keyBlock.max(-1).add(1); // [batch or 1, 1, query or 1, 1]
    for (int slot = 0; slot < randomBlocks; slot++) {
      Tensor chosen =
          hash(scope, scores.dim(1), slot, queryBlock)
              .remainder(blocks); // [batch or 1, head, query, 1]
      seen = seen.or(keyBlock.equal(chosen)); // [batch or 1, head, query, key]
    }
    return seen;
  }

  private Tensor block(Tensor places) {
    return places.toFloat().divide(blockSize).floor().toInteger(); // as places
  }

  /** A number that differs from block to block as if at random: [batch or 1, head, query, 1]. */
  private Tensor hash(Scope scope, Dim head, int slot, Tensor queryBlock) {
    long start = (long) seed * SEED_FACTOR + (long) slot * SLOT_FACTOR;
    Tensor heads = scope.range(head).multiply(HEAD_FACTOR).unsqueeze(-1).unsqueeze(-1); // [h, 1, 1]
    Tensor hash =
        queryBlock
            .multiply(BLOCK_FACTOR)
            .add(heads)
            .add(Math.floorMod(start, PRIME))
            .remainder(PRIME); // [batch or 1, head, query, 1]
    for (int round = 0; round < ROUNDS; round++) {
      hash = hash.square().add(BLOCK_FACTOR).remainder(PRIME); // [batch or 1, head, query, 1]
    }
    return hash;
  }

  /** All but attention to another sequence, whose positions have no distance to those here. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CROSS));
  }
}
