package org.ablate.experiment;

import org.ablate.document.Location;
import org.ablate.document.Node;

/**
 * One value of an axis.
 *
 * @param path the axis' keys with '.' between them
 * @param location where the axis is written
 * @param value what the setting becomes
 */
record Coordinate(String path, Location location, Node value) {

  /** The change that it makes. */
  Delta delta() {
    return Delta.at(location, path, value);
  }
}
