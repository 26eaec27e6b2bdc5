package org.ablate.training.loop;

import java.nio.file.Path;
import org.ablate.training.evaluation.Scores;

/**
 * Who wants to know how a training goes. A resumed run tells again what happened after its
 * checkpoint, with the same numbers.
 */
public interface TrainingListener {

  /** Weights of another run are what this one starts from; a line says which. */
  default void initialized(String report) {}

  /** The first step that is taken is the one after {@code step}, which is 0 at the start. */
  default void started(int step, int steps) {}

  /** A step was taken. */
  default void stepped(StepReport report) {}

  /** A batch of examples was scored, one of many of an evaluation. */
  default void scored() {}

  /** The model was evaluated on the validation split; at step 0 where no step is to be taken. */
  default void evaluated(int step, Scores validation, boolean bestSoFar) {}

  /** A checkpoint is about to be written; what happened until then is not told again after it. */
  default void checkpointing(int step) {}

  /** A checkpoint was written. */
  default void checkpointed(int step, Path folder) {}

  /** Tells several listeners, in their order. */
  static TrainingListener all(TrainingListener... listeners) {
    return new TrainingListener() {
      @Override
      public void initialized(String report) {
        for (TrainingListener listener : listeners) {
          listener.initialized(report);
        }
      }

      @Override
      public void started(int step, int steps) {
        for (TrainingListener listener : listeners) {
          listener.started(step, steps);
        }
      }

      @Override
      public void stepped(StepReport report) {
        for (TrainingListener listener : listeners) {
          listener.stepped(report);
        }
      }

      @Override
      public void scored() {
        for (TrainingListener listener : listeners) {
          listener.scored();
        }
      }

      @Override
      public void evaluated(int step, Scores validation, boolean bestSoFar) {
        for (TrainingListener listener : listeners) {
          listener.evaluated(step, validation, bestSoFar);
        }
      }

      @Override
      public void checkpointing(int step) {
        for (TrainingListener listener : listeners) {
          listener.checkpointing(step);
        }
      }

      @Override
      public void checkpointed(int step, Path folder) {
        for (TrainingListener listener : listeners) {
          listener.checkpointed(step, folder);
        }
      }
    };
  }
}
