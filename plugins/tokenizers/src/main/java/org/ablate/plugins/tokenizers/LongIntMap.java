package org.ablate.plugins.tokenizers;

import java.util.Arrays;

/** Numbers by keys that are not negative, without an object for each. It only grows. */
final class LongIntMap {
  /** What {@link #get} gives for a key that is not there. */
  static final int ABSENT = -1;

  private static final int SMALLEST = 16;
  private static final long EMPTY = -1;

  private long[] keys = new long[SMALLEST];
  private int[] values = new int[SMALLEST];
  private int size;

  LongIntMap() {
    Arrays.fill(keys, EMPTY);
  }

  /** Two numbers that are not negative as one key. */
  static long key(int first, int second) {
    return (long) first << Integer.SIZE | second;
  }

  int get(long key) {
    int slot = slot(key, keys);
    return keys[slot] == key ? values[slot] : ABSENT;
  }

  void put(long key, int value) {
    int slot = slot(key, keys);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      size++;
    }
    values[slot] = value;
    if (2 * size > keys.length) {
      grow();
    }
  }

  private void grow() {
    long[] newKeys = new long[2 * keys.length];
    int[] newValues = new int[2 * keys.length];
    Arrays.fill(newKeys, EMPTY);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        int slot = slot(keys[i], newKeys);
        newKeys[slot] = keys[i];
        newValues[slot] = values[i];
      }
    }
    keys = newKeys;
    values = newValues;
  }

  /** Where a key is, or would be. */
  private static int slot(long key, long[] keys) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> Integer.SIZE) & keys.length - 1;
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }
}
