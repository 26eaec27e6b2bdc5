package org.ablate.spark;

import java.io.Serializable;

/**
 * What came of a trial.
 *
 * @param parcel what is to be brought back; empty if it failed
 * @param failure why it failed; empty if it did not
 */
record TrialResult(byte[] parcel, String failure) implements Serializable {

  static TrialResult of(byte[] parcel) {
    return new TrialResult(parcel, "");
  }

  static TrialResult failed(String reason) {
    return new TrialResult(new byte[0], reason);
  }
}
