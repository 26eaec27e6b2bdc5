package org.ablate.experiment;

/** Knows what runs cost, which depends on the data of their tasks and on the machine. */
public interface CostModel {

  /** For experiments that are to be read where no data are at hand. */
  CostModel UNKNOWN =
      new CostModel() {
        @Override
        public ModelCost of(Composition composition) {
          throw new IllegalArgumentException("the data of the task are not at hand");
        }

        @Override
        public double secondsPerStep(RunPlan run) {
          throw new IllegalArgumentException("runs cannot be timed here");
        }
      };

  /**
   * What a model costs.
   *
   * @throws IllegalArgumentException if the task refuses to give its data; the message says why
   */
  ModelCost of(Composition composition);

  /**
   * How long a training step takes on this machine, measured.
   *
   * @throws IllegalArgumentException if the task refuses to give its data; the message says why
   */
  double secondsPerStep(RunPlan run);
}
