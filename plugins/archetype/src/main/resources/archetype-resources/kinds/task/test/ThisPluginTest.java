package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.plugin.Plugin;
import org.ablate.testkit.ConformanceTest;
import org.junit.jupiter.api.Test;

/** Runs the conformance kit on every variant of the plugin. */
class ThisPluginTest implements ConformanceTest {
  @Override
  public Plugin plugin() {
    return new ThisPlugin();
  }

  @Test
  void settings_that_leave_too_few_sequences_are_refused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new Twice(2, 1, 4));

    assertEquals(
        "symbols, shortest and longest must allow 800 sequences, got 2, 1 and 4, which allow 30",
        refusal.getMessage());
  }
}
