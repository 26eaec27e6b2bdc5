package org.ablate.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The axes of a tensor, in order; negative positions count from the last axis. */
public record Shape(List<Dim> dims) {
  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  /** The axis at a position. */
  public Dim dim(int axis) {
    return dims.get(position(axis));
  }

  /**
   * A position counted from the first axis.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int position(int axis) {
    int position = axis < 0 ? axis + rank() : axis;
    if (position < 0 || position >= rank()) {
      throw new IllegalArgumentException("there is no axis " + axis + " in " + this);
    }
    return position;
  }

  /** This shape with one axis replaced by any number of others. */
  public Shape with(int axis, Dim... replacements) {
    List<Dim> changed = new ArrayList<>(dims);
    int position = position(axis);
    changed.remove(position);
    changed.addAll(position, List.of(replacements));
    return new Shape(changed);
  }

  /** This shape without the given axes. */
  public Shape without(Collection<Integer> axes) {
    List<Integer> positions = axes.stream().map(this::position).toList();
    List<Dim> kept = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      if (!positions.contains(i)) {
        kept.add(dims.get(i));
      }
    }
    return new Shape(kept);
  }

  /** This shape with neighbouring axes, from the first to the last one given, merged into one. */
  Shape merged(int first, int last, String name) {
    int from = position(first);
    int to = position(last);
    if (to < from) {
      throw new IllegalArgumentException("axis %d comes after axis %d".formatted(first, last));
    }
    List<Dim> changed = new ArrayList<>(dims);
    List<Dim> neighbours = changed.subList(from, to + 1);
    Dim one = new Dim(name, new Shape(neighbours).elements());
    neighbours.clear();
    changed.add(from, one);
    return new Shape(changed);
  }

  /** This shape with a new axis of size 1, at the place that it has in the result. */
  Shape widened(int axis) {
    int position = axis < 0 ? axis + rank() + 1 : axis;
    if (position < 0 || position > rank()) {
      throw new IllegalArgumentException(
          "there is no place %d for a new axis in %s".formatted(axis, this));
    }
    List<Dim> changed = new ArrayList<>(dims);
    changed.add(position, Dim.one());
    return new Shape(changed);
  }

  /** This shape without an axis of size 1. */
  Shape narrowed(int axis) {
    if (!dim(axis).isOne()) {
      throw new IllegalArgumentException("the axis %s is not of size 1".formatted(dim(axis)));
    }
    return with(axis);
  }

  /** The number of elements. */
  public Polynomial elements() {
    return dims.stream().map(Dim::extent).reduce(Polynomial.ONE, Polynomial::times);
  }

  public boolean isKnown() {
    return dims.stream().allMatch(Dim::isKnown);
  }

  /** The sizes of all axes where each symbol has the given size. */
  public long[] sizes(Map<String, Long> symbols) {
    return dims.stream().mapToLong(dim -> dim.extent().at(symbols)).toArray();
  }

  /** The sizes of all axes of a known shape. */
  public long[] sizes() {
    return sizes(Map.of());
  }

  /** Whether all axes have the same extents as the other's. */
  public boolean fits(Shape other) {
    if (rank() != other.rank()) {
      return false;
    }
    for (int i = 0; i < rank(); i++) {
      if (!dims.get(i).fits(other.dims.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The shape of an element-wise operation: axes are aligned from the last, missing ones and ones
   * of size 1 stretch.
   *
   * @throws IllegalArgumentException if two axes differ and neither is of size 1
   */
  public Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    Dim[] result = new Dim[rank];
    for (int fromLast = 1; fromLast <= rank; fromLast++) {
      Dim left = fromLast <= rank() ? dim(-fromLast) : Dim.one();
      Dim right = fromLast <= other.rank() ? other.dim(-fromLast) : Dim.one();
      if (!left.isOne() && !right.isOne() && !left.fits(right)) {
        throw new IllegalArgumentException(
            "axis -%d is %s on the left and %s on the right".formatted(fromLast, left, right));
      }
      boolean leftStretches = left.isOne() && !(right.isOne() && right.isUnnamed());
      result[rank - fromLast] = leftStretches ? right : left;
    }
    return Shape.of(result);
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
