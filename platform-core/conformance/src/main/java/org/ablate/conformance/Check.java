package org.ablate.conformance;

import org.ablate.model.CompositionException;
import org.ablate.plugin.installed.PluginFailure;
import org.ablate.tensor.TensorException;

/**
 * Something that a variant must do.
 *
 * @param name what it must do, as a sentence
 * @param body throws {@link ConformanceException} if it does not
 */
public record Check(String name, Body body) {

  /** How it is found out. */
  @FunctionalInterface
  public interface Body {
    Outcome run();
  }

  /** A check that measures nothing. */
  static Check of(String name, Runnable body) {
    return new Check(
        name,
        () -> {
          body.run();
          return Outcome.PASSED;
        });
  }

  /**
   * Runs the check.
   *
   * @throws ConformanceException if the variant does not pass; the message tells its author why,
   *     also where the variant itself threw something
   */
  public Outcome run() {
    try {
      return body.run();
    } catch (ConformanceException e) {
      throw e;
    } catch (TensorException | CompositionException e) { // say themselves where
      throw new ConformanceException(
          "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()), e);
    } catch (RuntimeException e) {
      throw new ConformanceException(PluginFailure.describe(e), e);
    }
  }
}
