package lab.syllables;

import org.ablate.plugin.Plugin;
import org.ablate.testkit.ConformanceTest;

/** Runs the conformance kit on every variant of the plugin. */
class ThisPluginTest implements ConformanceTest {
  @Override
  public Plugin plugin() {
    return new ThisPlugin();
  }
}
