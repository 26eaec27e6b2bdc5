package org.ablate.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records as authors write them. */
public interface Samples {

  /** Settings of every supported type. */
  record Model(
      int dModel,
      int nHeads,
      long parameterLimit,
      double dropout,
      boolean bias,
      String note,
      Layout layout,
      Optional<Integer> window,
      List<Integer> seeds,
      Adam optimizer) {

    static final Model DEFAULTS =
        new Model(
            128,
            4,
            1L << 40,
            0.1,
            true,
            "none",
            Layout.HALF_SPLIT,
            Optional.of(16),
            List.of(1, 2),
            new Adam(3e-4, 0.9));

    public Model {
      if (dModel % nHeads != 0) {
        throw new IllegalArgumentException(
            "d_model must be a multiple of n_heads, but %d is none of %d"
                .formatted(dModel, nHeads));
      }
      if (dropout < 0 || dropout >= 1) {
        throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
      }
      if (window.isPresent() && window.get() < 1) {
        throw new IllegalArgumentException("window must be at least 1, got " + window.get());
      }
    }
  }

  /** An enum. */
  enum Layout {
    HALF_SPLIT,
    INTERLEAVED
  }

  /** Nested settings. */
  record Adam(double learningRate, double beta1) {
    public Adam {
      if (!(learningRate > 0)) {
        throw new IllegalArgumentException("learning_rate must be above 0, got " + learningRate);
      }
    }
  }

  /** A record without defaults. */
  record Entry(String dtype, List<Long> shape, Optional<Long> offset) {}

  /** A row as a command prints it. */
  record Row(String variantName, int parameterCount, Optional<Double> exactMatch) {}

  /** No settings at all. */
  record Plain() {}

  /** A component that cannot be read. */
  record Unreadable(Map<String, String> table) {}

  /** A constructor with a fault of its own. */
  record Broken(int size) {
    public Broken {
      List.of().iterator().next();
    }
  }

  /** One of two. */
  sealed interface Shape permits Circle, Square {}

  /** The one where none is named. */
  record Circle(int radius) implements Shape {
    public static final Circle DEFAULTS = new Circle(1);
  }

  /** The other. */
  record Square(int side) implements Shape {
    public static final Square DEFAULTS = new Square(2);
  }

  /** What has such a setting. */
  record Drawing(Shape shape) {
    static final Drawing DEFAULTS = new Drawing(new Circle(5));
  }
}
