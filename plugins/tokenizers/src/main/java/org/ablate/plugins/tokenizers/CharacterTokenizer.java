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
 * A token for each Unicode code point that occurs in the texts that it is fitted to. A letter and
 * the mark above it are two tokens where the text writes them as two code points, so that few
 * tokens write all that a language has; what a reader takes for one character may be several.
 */
public record CharacterTokenizer() implements Tokenizer {
  private static final Scheme SCHEME =
      new Scheme(
          "character",
          null,
          Scheme.part(
              "Split",
              "pattern",
              Map.of("Regex", "[\\s\\S]"),
              "behavior",
              "Isolated",
              "invert",
              false),
          Scheme.part("Fuse"),
          WordLevel.TYPE);

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    SortedSet<String> characters = new TreeSet<>();
    texts.forEach(text -> text.codePoints().mapToObj(Character::toString).forEach(characters::add));
    return new Fitted(TokenTable.of(List.copyOf(characters)));
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
      return text.codePoints().map(c -> table.id(Character.toString(c))).toArray();
    }

    @Override
    public String decode(int[] ids) {
      return Arrays.stream(ids).mapToObj(table::token).collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(WordLevel.model(table));
    }
  }
}
