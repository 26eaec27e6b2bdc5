package org.ablate.registry;

/** How far a run has come. */
public enum RunStatus {
  /** Its process is there and its heart beats. */
  RUNNING,
  /** It did all it was asked to. */
  FINISHED,
  /** It ended with an error. */
  FAILED,
  /** Its loss left the finite numbers. */
  DIVERGED,
  /** Its sweep stopped it at a rung of successive halving, for others were better. */
  STOPPED,
  /** It was stopped, or its process is gone; it can be resumed. */
  INTERRUPTED
}
