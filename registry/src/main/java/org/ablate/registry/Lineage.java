package org.ablate.registry;

import java.util.Objects;

/**
 * That a run was made from another one.
 *
 * @param relation in which way
 * @param origin the key of the other run, which may have been removed since
 */
public record Lineage(Relation relation, String origin) {

  /** In which way a run is made from another. */
  public enum Relation {
    /** Its first weights are the other's last ones. */
    INITIALIZED_FROM,
    /** Its settings were found by the other, a trial of the same variant. */
    TUNED_BY
  }

  /** Requires both parts. */
  public Lineage {
    Objects.requireNonNull(relation, "relation");
    Objects.requireNonNull(origin, "origin");
  }
}
