package lab.syllables;

import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;

/** Registers the tokenizer of syllables. */
public final class ThisPlugin implements Plugin {

  @Override
  public void register(Catalog catalog) {
    catalog.add(
        Variant.tokenizer("lab/syllable", new SyllableTokenizer("aeiouy"))
            .summary("a token for each run of consonants with the vowels after it"));
  }
}
