package org.ablate.tensor;

/**
 * One axis of a shape: what it stands for, and how long it is. The extent is a number, or a
 * polynomial in symbolic sizes that are bound when a graph runs. Two axes fit each other when their
 * extents are equal; names are for people.
 *
 * @param name the axis in the field's terms, such as {@code head} or {@code d_model}
 * @param extent the number of entries along the axis
 */
public record Dim(String name, Polynomial extent) {

  /**
   * Checks the extent.
   *
   * @throws IllegalArgumentException if it is a negative number
   */
  public Dim {
    if (extent.isConstant() && extent.constant() < 0) {
      throw new IllegalArgumentException("the axis '" + name + "' cannot have the size " + extent);
    }
  }

  /** An axis of a known size. */
  public static Dim of(String name, long size) {
    return new Dim(name, Polynomial.of(size));
  }

  /** An axis whose size is bound when a graph runs; axes of the same symbol have the same size. */
  public static Dim symbolic(String symbol) {
    return new Dim(symbol, Polynomial.symbol(symbol));
  }

  /** An axis of size 1, which stretches to fit any other. */
  public static Dim one() {
    return of("1", 1);
  }

  /** This extent under another name: self-attention's {@code position} is query and key. */
  public Dim renamed(String newName) {
    return new Dim(newName, extent);
  }

  /** Whether the size is known before a graph runs. */
  public boolean isKnown() {
    return extent.isConstant();
  }

  /**
   * The size of a known axis.
   *
   * @throws IllegalStateException if the size is symbolic
   */
  public long size() {
    return extent.constant();
  }

  /** Whether the two axes have as many entries, whatever their names. */
  public boolean fits(Dim other) {
    return extent.equals(other.extent);
  }

  boolean isOne() {
    return extent.equals(Polynomial.ONE);
  }

  /** Whether it stands for nothing but a place that another axis may stretch to. */
  boolean isUnnamed() {
    return name.equals("1");
  }

  /** {@code head=8}, {@code batch}, or {@code query=position} where name and symbol differ. */
  @Override
  public String toString() {
    if (isOne() && isUnnamed()) {
      return "1";
    }
    String size = extent.toString();
    return size.equals(name) ? name : name + "=" + size;
  }
}
