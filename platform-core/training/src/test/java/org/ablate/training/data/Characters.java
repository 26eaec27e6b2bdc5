package org.ablate.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/** A tokenizer for tests: each character is a token, in alphabetical order. */
public record Characters() implements Tokenizer {

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    TreeSet<String> characters = new TreeSet<>();
    texts.forEach(text -> text.chars().forEach(c -> characters.add(Character.toString(c))));
    return new Fitted(new ArrayList<>(characters));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return fit(List.of((String) saved.get("characters")), DataFiles.none());
  }

  private record Fitted(List<String> tokens) implements FittedTokenizer {
    @Override
    public int[] encode(String text) {
      return text.chars().map(c -> tokens.indexOf(Character.toString(c))).toArray();
    }

    @Override
    public String decode(int[] ids) {
      return Arrays.stream(ids).mapToObj(tokens::get).collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> save() {
      return Map.of("characters", String.join("", tokens));
    }
  }
}
