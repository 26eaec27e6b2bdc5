package org.ablate.app.run;

import java.util.Optional;

/** What there is to carry out. What comes next may depend on how what came before ended. */
public interface Agenda {

  /**
   * What is to be begun now. Waits where that depends on what is being carried out.
   *
   * @return empty if nothing is left, or if it was stopped
   */
  Optional<Assignment> next() throws InterruptedException;

  /** What was given out before has ended, in whatever way. */
  void ended(Assignment assignment);

  /** How many there are at least. */
  int size();

  /** Gives nothing out any more. */
  void stop();
}
