package org.ablate.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an author wrote about a record in its Javadoc, which is kept beside its class when it is
 * compiled.
 *
 * @param paragraphs the description, in plain text
 * @param settings what each setting means, by its key in experiment files
 */
public record RecordText(List<String> paragraphs, Map<String, String> settings) {
  private static final String FOLDER = "/META-INF/ablate/javadoc/";
  private static final Pattern TAG = Pattern.compile("(?m)^ *@(\\w+) ");
  private static final Pattern INLINE =
      Pattern.compile("\\{@(?:code|literal|link|linkplain|value) ([^}]*)}");
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s+(.*)", Pattern.DOTALL);

  public RecordText {
    paragraphs = List.copyOf(paragraphs);
    settings = new LinkedHashMap<>(settings);
  }

  /** The text of a record type; empty where its author wrote none, or it was not kept. */
  public static RecordText of(Class<? extends Record> type) {
    String file = FOLDER + type.getName() + ".txt";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in == null
          ? new RecordText(List.of(), Map.of())
          : read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the Javadoc of %s cannot be read".formatted(type.getName()), e);
    }
  }

  /** Reads Javadoc without its comment marks. */
  static RecordText read(String javadoc) {
    Matcher tag = TAG.matcher(javadoc);
    int end = tag.find() ? tag.start() : javadoc.length();
    List<String> paragraphs = new ArrayList<>();
    for (String paragraph : javadoc.substring(0, end).split("<p>")) {
      String text = plain(paragraph);
      if (!text.isEmpty()) {
        paragraphs.add(text);
      }
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (int start = end; start < javadoc.length(); ) {
      tag = TAG.matcher(javadoc);
      tag.find(start);
      String name = tag.group(1);
      int from = tag.end();
      int to = tag.find() ? tag.start() : javadoc.length();
      Matcher parameter = PARAMETER.matcher(javadoc.substring(from, to).strip());
      if (name.equals("param") && parameter.matches()) {
        settings.put(Names.snakeCase(parameter.group(1)), plain(parameter.group(2)));
      }
      start = to;
    }
    return new RecordText(paragraphs, settings);
  }

  /** The first sentence of the description; empty where there is none. */
  public String firstSentence() {
    return paragraphs.isEmpty() ? "" : paragraphs.get(0).split("(?<=\\.) (?=\\p{Lu})", 2)[0];
  }

  private static String plain(String javadoc) {
    return INLINE
        .matcher(javadoc)
        .replaceAll(inline -> Matcher.quoteReplacement(label(inline.group(1))))
        .replaceAll("</?[a-z]+>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Of {@code Type#member label} the label, or else the member. */
  private static String label(String reference) {
    boolean isReference = reference.matches("[\\w.]*#?\\w+(\\([^)]*\\))?( .*)?");
    int space = reference.indexOf(' ');
    if (isReference && space > 0 && reference.contains("#")) {
      return reference.substring(space + 1);
    }
    return reference.replace('#', '.').replaceAll("^\\.", "");
  }
}
