package org.ablate.app.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Public, as settings have to be. */
public class VariantPageTest {

  @Test
  void defaults_are_written_as_an_experiment_would_state_them() {
    Variant variant = Variant.normalization("nested", new Nested(2, new Range(1, 3)));
    PluginOrigin origin = new PluginOrigin("a plugin", "1", "1");
    VariantPage page = VariantPage.of(new InstalledVariant(variant, origin));

    assertEquals("2.0", page.defaultOf("factor"));
    assertEquals("{min: 1, max: 3}", page.defaultOf("range"));
  }

  /** A setting within a setting. */
  public record Range(int min, int max) {}

  /** With both kinds of settings. */
  public record Nested(double factor, Range range) implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      return x; // [batch, position, d_model]
    }
  }
}
