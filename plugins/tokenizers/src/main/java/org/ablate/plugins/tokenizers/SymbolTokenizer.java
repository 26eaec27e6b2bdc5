package org.ablate.plugins.tokenizers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * A token for each symbol between white space, as synthetic tasks write them. How much white space
 * there was is not kept: decoded symbols have one space between them.
 */
public record SymbolTokenizer() implements Tokenizer {
  private static final Scheme SCHEME =
      new Scheme("symbol", null, Scheme.part("WhitespaceSplit"), null, WordLevel.TYPE);

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    SortedSet<String> symbols = new TreeSet<>();
    texts.forEach(text -> symbols.addAll(Pieces.betweenWhiteSpace(text)));
    return new Fitted(WordLevel.table(symbols));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(TokenTable.of(SCHEME.read(saved).vocabulary()));
  }

  private record Fitted(TokenTable table) implements FittedTokenizer {
    @Override
    public List<String> tokens() {
      return table.tokens();
    }

    @Override
    public int[] encode(String text) {
      return Pieces.betweenWhiteSpace(text).stream().mapToInt(table::id).toArray();
    }

    @Override
    public String decode(int[] ids) {
      return Arrays.stream(ids).mapToObj(table::token).collect(Collectors.joining(" "));
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(WordLevel.model(table));
    }
  }
}
