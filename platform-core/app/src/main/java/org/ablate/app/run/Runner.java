package org.ablate.app.run;

/** Carries out planned runs that are not done yet. */
public interface Runner extends AutoCloseable {

  /** Carries all of them out, as far as it is not stopped. A run that fails is no exception. */
  void run(Agenda agenda);

  /** Ends what is being run, with checkpoints, and begins nothing more. Any thread may. */
  void stop();

  @Override
  void close();
}
