package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "norm.gain, norm.gain, true",
    "norm.gain, norm-gain, false",
    "norm.gain, decoder.norm.gain, false",
    "*.gain, decoder.norm.gain, true",
    "decoder.*, decoder.norm.gain, true",
    "decoder.*.gain, decoder.layer.0.norm.gain, true",
    "decoder.*.gain, decoder.layer.0.norm.bias, false",
    "*, norm.gain, true"
  })
  void a_star_stands_for_any_characters_and_all_else_for_itself(
      String pattern, String name, boolean fits) {
    assertEquals(fits, new NamePattern(pattern).fits(name));
  }
}
