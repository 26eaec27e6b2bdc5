package org.ablate.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.app.RequestException;
import org.ablate.plugin.Kind;
import org.junit.jupiter.api.Test;

class PluginProjectTest {

  @Test
  void a_name_that_cannot_be_a_package_is_told_the_rule_for_each_word() {
    RequestException refusal =
        assertThrows(RequestException.class, () -> PluginProject.of("nora-4", Kind.ATTENTION));

    assertEquals(
        "'nora-4' cannot be the name of a plugin: names are words of small letters and digits with '-' between them, each of which begins with a letter, and the first is your namespace, such as 'acme-attention'",
        refusal.getMessage());
  }
}
