package org.ablate.plugins.tokenizers.internal;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.tokenizers.Bpe;
import org.ablate.plugins.tokenizers.ByteBpe;
import org.ablate.plugins.tokenizers.ByteTokenizer;
import org.ablate.plugins.tokenizers.CharacterTokenizer;
import org.ablate.plugins.tokenizers.SymbolTokenizer;
import org.ablate.plugins.tokenizers.Unigram;
import org.ablate.plugins.tokenizers.Word;
import org.ablate.plugins.tokenizers.WordPiece;

/** Registers the built-in tokenizers. */
public final class TokenizersPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.tokenizer("character", new CharacterTokenizer())
            .summary("a token for each Unicode code point of the training texts"));
    catalog.add(Variant.tokenizer("byte", new ByteTokenizer()).summary("the 256 bytes of UTF-8"));
    catalog.add(
        Variant.tokenizer("symbol", new SymbolTokenizer())
            .summary("a token for each symbol between white space"));
    catalog.add(
        Variant.tokenizer("word", new Word(30_000, 1))
            .summary("words and punctuation; rare ones are unknown"));
    addSubwords(catalog);
  }

  private static void addSubwords(Catalog catalog) {
    catalog.add(
        Variant.tokenizer("bpe", new Bpe(8_000, 2))
            .summary("frequent pairs of characters of a word, merged again and again")
            .paper("Sennrich et al.", 2016, "arXiv:1508.07909", "§3.2"));
    catalog.add(
        Variant.tokenizer("byte-bpe", new ByteBpe(8_000, 2))
            .summary("frequent pairs of bytes, merged again and again; no text is unknown")
            .paper(
                "Radford et al.",
                2019,
                "Language models are unsupervised multitask learners",
                "§2.2"));
    catalog.add(
        Variant.tokenizer("word-piece", new WordPiece(8_000, 2, true))
            .summary("the longest known part of a word, then of its rest")
            .paper("Schuster and Nakajima", 2012, "ICASSP", "WordPieceModel")
            .paper("Devlin et al.", 2019, "arXiv:1810.04805", "§3"));
    catalog.add(
        Variant.tokenizer("unigram", new Unigram(8_000))
            .summary("the most likely parts of words, each having a probability of its own")
            .paper("Kudo", 2018, "arXiv:1804.10959", "§3.2"));
  }
}
