package org.ablate.app.run;

/**
 * How far a run is to go before it is decided whether it goes on.
 *
 * @param number counted from 1
 * @param of how many rungs there are, the end of the training included
 * @param step the step at which the run stops, with a checkpoint
 */
public record Rung(int number, int of, int step) {

  @Override
  public String toString() {
    return "rung %d of %d, step %d".formatted(number, of, step);
  }
}
