package org.ablate.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PluginSourceTest {

  @Test
  void of_what_maven_says_the_reason_is_told() {
    assertEquals(
        "Could not find artifact acme:a:jar:1.0.0 in central",
        PluginSource.Coordinates.reason(
            """
            NOTE: Picked up JDK_JAVA_OPTIONS
            \u001b[0m[\u001b[1;31mERROR\u001b[m] Failed to execute goal acme:copy (default-cli) on project standalone-pom: Could not find artifact acme:a:jar:1.0.0 in central -> [Help 1]
            [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
            """));
  }

  @Test
  void maven_may_say_nothing() {
    assertEquals("it says nothing of why", PluginSource.Coordinates.reason(""));
  }
}
