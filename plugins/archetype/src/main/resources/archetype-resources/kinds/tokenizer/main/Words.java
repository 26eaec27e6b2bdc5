package ${package};

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/** A token for each word and for each run of spaces that occurs in the texts it is fitted to. */
public record Words() implements Tokenizer {
  private static final Pattern PIECE = Pattern.compile("[^ ]+| +");

  @Override
  public FittedTokenizer fit(Iterable<String> texts) {
    TreeSet<String> pieces = new TreeSet<>();
    texts.forEach(text -> pieces.addAll(pieces(text)));
    return new Fitted(List.copyOf(pieces));
  }

  /** Reads what {@link FittedTokenizer#save} wrote: a token a line. */
  @Override
  public FittedTokenizer restore(String saved) {
    return new Fitted(saved.lines().toList());
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
    public String save() {
      return String.join("\n", tokens);
    }
  }
}
