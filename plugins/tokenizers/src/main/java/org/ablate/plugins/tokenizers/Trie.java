package org.ablate.plugins.tokenizers;

import java.util.List;

/** Texts that share their beginnings. */
final class Trie {
  private static final int ROOT = 0;

  private final LongIntMap children = new LongIntMap();
  private final LongIntMap ends = new LongIntMap();

  /** The texts of a list; what is found is their indices. */
  Trie(List<String> texts) {
    int nodes = 1;
    for (int index = 0; index < texts.size(); index++) {
      int node = ROOT;
      String text = texts.get(index);
      for (int i = 0; i < text.length(); i++) {
        long key = LongIntMap.key(node, text.charAt(i));
        int child = children.get(key);
        if (child == LongIntMap.ABSENT) {
          child = nodes++;
          children.put(key, child);
        }
        node = child;
      }
      ends.put(node, index);
    }
  }

  /** Takes a text that was found. */
  interface Found {
    void take(int index, int end);
  }

  /** Tells all texts that another has at a place, the shortest first. */
  void find(String text, int start, Found found) {
    int node = ROOT;
    for (int i = start; i < text.length(); i++) {
      node = children.get(LongIntMap.key(node, text.charAt(i)));
      if (node == LongIntMap.ABSENT) {
        return;
      }
      int index = ends.get(node);
      if (index != LongIntMap.ABSENT) {
        found.take(index, i + 1);
      }
    }
  }
}
