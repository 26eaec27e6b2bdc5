package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import org.ablate.tensor.Array;

/**
 * A weight that an experiment states number by number.
 *
 * @param sizes of its axes
 * @param numbers in row-major order
 */
public record StatedWeight(List<Integer> sizes, List<Double> numbers) {

  /** Takes copies. */
  public StatedWeight {
    sizes = List.copyOf(sizes);
    numbers = List.copyOf(numbers);
  }

  /** The numbers under their shape. */
  public Array toArray() {
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return Array.of(values, sizes.stream().mapToLong(Integer::longValue).toArray());
  }

  /** The numbers in lists, as files have them. */
  Object toLists() {
    List<?> level = numbers;
    for (int axis = sizes.size() - 1; axis > 0; axis--) {
      List<List<?>> rows = new ArrayList<>();
      for (int start = 0; start < level.size(); start += sizes.get(axis)) {
        rows.add(level.subList(start, start + sizes.get(axis)));
      }
      level = rows;
    }
    return sizes.isEmpty() ? level.get(0) : level;
  }
}
