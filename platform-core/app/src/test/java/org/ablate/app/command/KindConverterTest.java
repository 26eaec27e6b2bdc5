package org.ablate.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class KindConverterTest {

  @Test
  void a_token_mixer_is_told_its_kind() {
    TypeConversionException refusal =
        assertThrows(
            TypeConversionException.class, () -> new KindConverter().convert("token-mixer"));

    assertEquals(
        "a token mixer is of the kind attention: its record implements TokenMixer instead of Attention",
        refusal.getMessage());
  }
}
