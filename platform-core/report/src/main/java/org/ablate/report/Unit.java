package org.ablate.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ablate.statistics.Interval;

/** How a quantity is written. */
public enum Unit {
  /** A part of a whole, between 0 and 1, written in percent: {@code 98.7 %}. */
  FRACTION {
    @Override
    String text(double value, Optional<Double> spread) {
      return joined("%.1f", value * 100, spread.map(s -> s * 100), " %");
    }
  },
  /** A number of everyday size, written with three significant digits: {@code 0.132}. */
  NUMBER {
    @Override
    String text(double value, Optional<Double> spread) {
      double size = Math.abs(value);
      if (size != 0 && (size < 1e-3 || size >= 1e6)) {
        return joined("%.2e", value, spread, "");
      }
      return joined("%." + decimals(size, spread) + "f", value, spread, "");
    }
  },
  /** How many, written with a prefix: {@code 1.24 M}. */
  COUNT {
    @Override
    String text(double value, Optional<Double> spread) {
      int power = 0;
      double scale = 1;
      // 999.5 would be written as 1000.
      while (Math.abs(value) / scale >= 999.5 && power < PREFIXES.size() - 1) {
        power++;
        scale *= 1000;
      }
      double shown = value / scale;
      double divisor = scale;
      Optional<Double> shownSpread = spread.map(s -> s / divisor);
      boolean whole = power == 0 && spread.isEmpty() && value == Math.rint(value);
      int decimals = whole ? 0 : decimals(Math.abs(shown), shownSpread);
      return joined("%." + decimals + "f", shown, shownSpread, PREFIXES.get(power));
    }
  },
  /** A difference that should be zero, of which only the size matters: {@code 3.1e-07}. */
  DIFFERENCE {
    @Override
    String text(double value, Optional<Double> spread) {
      return joined(value == 0 ? "%.0f" : "%.1e", value, spread, "");
    }
  };

  private static final List<String> PREFIXES = List.of("", " k", " M", " G", " T", " P");

  /** A value with its spread, in the digits of the value. */
  abstract String text(double value, Optional<Double> spread);

  /**
   * A difference with its sign, and where the true one lies: {@code +3.1 [+1.2, +4.9]}. Of parts of
   * a whole it is in percentage points.
   */
  String differenceText(double mean, Interval interval) {
    double scale = this == FRACTION ? 100 : 1;
    double width = (interval.high() - interval.low()) * scale;
    int decimals = width > 0 ? decimals(width, 2) : decimals(Math.abs(mean * scale), 3);
    return "%s [%s, %s]"
        .formatted(
            signed(mean * scale, decimals),
            signed(interval.low() * scale, decimals),
            signed(interval.high() * scale, decimals));
  }

  /** With its sign, a minus as wide as a plus. */
  static String signed(double value, int decimals) {
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    boolean zero = digits.chars().noneMatch(sign -> sign >= '1' && sign <= '9');
    return zero ? digits : (value < 0 ? "−" : "+") + digits;
  }

  /** A value alone. */
  String text(double value) {
    return text(value, Optional.empty());
  }

  private static String joined(
      String format, double value, Optional<Double> spread, String suffix) {
    String shown = String.format(Locale.ROOT, format, value);
    return spread.map(s -> shown + " ± " + String.format(Locale.ROOT, format, s)).orElse(shown)
        + suffix;
  }

  /** Decimals that make three significant digits, but no more than two of the spread. */
  private static int decimals(double size, Optional<Double> spread) {
    int ofSpread = spread.filter(s -> s > 0).map(s -> decimals(s, 2)).orElse(Integer.MAX_VALUE);
    return Math.min(decimals(size, 3), ofSpread);
  }

  private static int decimals(double size, int significantDigits) {
    if (size == 0 || !Double.isFinite(size)) {
      return significantDigits - 1;
    }
    // Rounded first: 9.996 is to become 10.0.
    BigDecimal rounded = new BigDecimal(size).round(new MathContext(significantDigits));
    int digitsBeforePoint = rounded.precision() - rounded.scale();
    return Math.max(0, significantDigits - digitsBeforePoint);
  }
}
