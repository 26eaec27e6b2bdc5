package org.ablate.app;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** Which version of the program this is. */
public final class Version {
  private Version() {}

  /** That of its module, such as {@code 0.1.0}. */
  public static String text() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("of unknown version");
  }
}
