package org.ablate.plugins.tokenizers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * Byte-pair encoding of bytes, as GPT-2 has it. Radford et al. (2019), "Language models are
 * unsupervised multitask learners", §2.2: a text is split into words with the space before them,
 * numbers, punctuation and white space; the bytes of a piece are merged. No token is unknown, and
 * every text comes back as it was.
 *
 * @param merges how many merges are learned at most
 * @param minFrequency how often a pair must occur to be merged
 */
public record ByteBpe(int merges, int minFrequency) implements Tokenizer {
  private static final Scheme SCHEME =
      new Scheme("byte-bpe", null, ByteLevel.part(true), ByteLevel.part(true), MergeModel.TYPE);

  public ByteBpe {
    Sizes.requireMerges(merges, minFrequency);
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    Map<String, Integer> pieces = Counts.of(texts, Gpt2Split::of);
    var learned =
        new MergeTraining(ByteLevel.alphabet(), "", pieces, ByteBpe::bytes)
            .learn(merges, minFrequency);
    return new Fitted(new MergeModel(TokenTable.of(learned.tokens()), learned.merges()));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(MergeModel.read(SCHEME.read(saved)));
  }

  private static List<String> bytes(String piece) {
    return ByteLevel.show(piece).chars().mapToObj(Character::toString).toList();
  }

  private record Fitted(MergeModel model) implements FittedTokenizer {
    @Override
    public List<String> tokens() {
      return model.table().tokens();
    }

    @Override
    public int[] encode(String text) {
      return Gpt2Split.of(text).stream()
          .map(piece -> model.encode(piece, ByteBpe::bytes))
          .flatMapToInt(IntStream::of)
          .toArray();
    }

    @Override
    public String decode(int[] ids) {
      return ByteLevel.text(
          IntStream.of(ids).mapToObj(model.table()::token).collect(Collectors.joining()));
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(
          Scheme.settings(
              "dropout",
              null,
              "unk_token",
              null,
              "continuing_subword_prefix",
              null,
              "end_of_word_suffix",
              null,
              "fuse_unk",
              false,
              "byte_fallback",
              false,
              "vocab",
              ModelSettings.vocabulary(tokens()),
              "merges",
              model.written()));
    }
  }
}
