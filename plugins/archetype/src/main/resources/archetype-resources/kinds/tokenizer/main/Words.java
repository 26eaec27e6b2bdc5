package ${package};

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/** A token for each word and for each run of spaces that occurs in the texts it is fitted to. */
public record Words() implements Tokenizer {
  private static final Pattern PIECE = Pattern.compile("[^ ]+| +");

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    TreeSet<String> pieces = new TreeSet<>();
    texts.forEach(text -> pieces.addAll(pieces(text)));
    return new Fitted(List.copyOf(pieces));
  }

  /** Reads what {@link FittedTokenizer#save} wrote. */
  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    List<String> tokens = new ArrayList<>();
    if (saved.get("tokens") instanceof List<?> list) {
      list.forEach(token -> tokens.add((String) token));
      return new Fitted(tokens);
    }
    throw new IllegalArgumentException("these are not the tokens of a tokenizer of words");
  }

  private static List<String> pieces(String text) {
    return PIECE.matcher(text).results().map(MatchResult::group).toList();
  }

  private record Fitted(List<String> tokens, Map<String, Integer> ids) implements FittedTokenizer {

    Fitted(List<String> tokens) {
      this(tokens, new HashMap<>());
      tokens.forEach(token -> ids.put(token, ids.size()));
    }

    @Override
    public int[] encode(String text) {
      return pieces(text).stream().mapToInt(piece -> ids.getOrDefault(piece, UNKNOWN)).toArray();
    }

    @Override
    public String decode(int[] tokenIds) {
      return Arrays.stream(tokenIds).mapToObj(tokens::get).collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> save() {
      return Map.of("tokens", tokens);
    }
  }
}
