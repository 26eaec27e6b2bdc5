package org.ablate.training.data;

import java.util.Arrays;
import org.ablate.tensor.Composite.CrossEntropy;

/** Token ids in a row. */
final class Ids {
  private Ids() {}

  static int[] concat(int[]... parts) {
    int length = 0;
    for (int[] part : parts) {
      length += part.length;
    }
    int[] whole = new int[length];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  static int[] append(int[] ids, int last) {
    return concat(ids, new int[] {last});
  }

  static int[] repeat(int id, int count) {
    int[] ids = new int[count];
    Arrays.fill(ids, id);
    return ids;
  }

  static int[] slice(int[] ids, int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }

  /** Labels without those that do not count. */
  static int[] counted(int[] labels) {
    return Arrays.stream(labels).filter(label -> label != CrossEntropy.IGNORED).toArray();
  }
}
