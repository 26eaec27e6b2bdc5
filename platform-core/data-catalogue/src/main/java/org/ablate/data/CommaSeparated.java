package org.ablate.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Values with commas between them (RFC 4180): one that holds commas, quotes or line breaks stands
 * between quotes, in which a quote is written twice.
 */
record CommaSeparated() implements LineFormat {
  @Override
  public List<Row> rows(String name, String text) {
    return new Reading(name, text).rows();
  }

  /** Goes through a text once. */
  private static final class Reading {
    private final String name;
    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;

    Reading(String name, String text) {
      this.name = name;
      this.text = text;
    }

    List<Row> rows() {
      while (at < text.length()) {
        int start = line;
        List<String> values = row();
        if (!values.equals(List.of(""))) {
          rows.add(new Row(start, List.copyOf(values)));
        }
      }
      return rows;
    }

    private List<String> row() {
      List<String> values = new ArrayList<>();
      while (true) {
        values.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        if (at == text.length()) {
          return values;
        }
        if (text.charAt(at++) == '\n') {
          line++;
          return values;
        }
      }
    }

    /** A value up to a comma, the end of the line or the end of the text. */
    private String plain() {
      int start = at;
      while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
        at++;
      }
      boolean carriageReturn = at > start && text.charAt(at - 1) == '\r';
      return text.substring(start, carriageReturn ? at - 1 : at);
    }

    private String quoted() {
      int start = line;
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"' && !(at + 1 < text.length() && text.charAt(at + 1) == '"')) {
          at++;
          requireEnd(start);
          return value.toString();
        }
        at += c == '"' ? 1 : 0;
        line += c == '\n' ? 1 : 0;
        value.append(c);
      }
      throw new IllegalArgumentException(
          "%s:%d: a quoted value begins here that does not end".formatted(name, start));
    }

    private void requireEnd(int start) {
      if (at < text.length() && text.charAt(at) == '\r') {
        at++;
      }
      if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
        throw new IllegalArgumentException(
            "%s:%d: after a quoted value there must be a comma or the end of the line"
                .formatted(name, start));
      }
    }
  }
}
