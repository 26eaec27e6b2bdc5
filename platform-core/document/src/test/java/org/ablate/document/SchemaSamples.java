package org.ablate.document;

import java.util.List;
import java.util.Optional;

/** Settings with ranges; public, as settings have to be. */
public final class SchemaSamples {
  private SchemaSamples() {}

  /** Numbers with ranges of each sort. */
  public record Ranges(
      int layers,
      int width,
      int heads,
      int odd,
      double rate,
      double part,
      double share,
      double any,
      Optional<Integer> steps) {
    public Ranges {
      require(layers >= 1 && layers <= 12, "layers must be in 1 to 12");
      require(heads >= 1, "heads must be at least 1");
      require(width >= 1, "width must be at least 1");
      require(width % heads == 0, "width must be a multiple of heads");
      require(odd % 2 == 1, "odd must be odd and at least 1");
      require(rate > 0 && Double.isFinite(rate), "rate must be above 0");
      require(part >= 0 && part < 1, "part must be in [0, 1)");
      require(share >= 0 && share <= 1, "share must be in [0, 1]");
      require(steps.isEmpty() || steps.get() >= 1, "steps must be at least 1");
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  /** A choice. */
  public enum Side {
    LEFT,
    FAR_RIGHT
  }

  /** An item of a list. */
  public record Item(String name, Optional<Boolean> open) {}

  /** Settings of each type. */
  public record Types(boolean open, String text, Side side, List<Item> items, Item first) {}

  /** A setting beside what is no setting, of whatever type. */
  public record Partly(int width, @Fixed Runnable action) {}
}
