package org.ablate.experiment;

import java.util.List;
import org.ablate.document.Location;
import org.ablate.document.Mapping;

/**
 * One of the things that an experiment compares: what is laid over the base under a name.
 *
 * @param name the variant's name, and the values on the axes of the sweep
 * @param variant the name of the variant in the file
 * @param location where the variant or its first axis is written
 * @param changes what it lays over the base, one after the other
 */
record Variation(String name, String variant, Location location, List<Delta> changes) {

  /** The same under another name. */
  Variation named(String other) {
    return new Variation(other, variant, location, changes);
  }

  /** The base with its changes. */
  Mapping over(Mapping base) {
    Mapping changed = base;
    for (Delta change : changes) {
      changed = change.over(changed);
    }
    return changed;
  }
}
