package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GivenTest {

  @Test
  void another_shape_than_the_one_that_is_asked_for_is_refused() {
    assertEquals(
        "Narrow.transform must give [batch, position, d_model=8], but gives [batch, position, 1]",
        complaintAbout(new Narrow()));
  }

  @Test
  void null_is_refused() {
    assertEquals(
        "Nothing.transform must give [batch, position, d_model=8], but gives null",
        complaintAbout(new Nothing()));
  }

  private static String complaintAbout(FeedForward feedForward) {
    Transformer transformer =
        Parts.model(Architecture.ENCODER, Parts.withFeedForward("wrong", feedForward), false);
    return assertThrows(CompositionException.class, transformer::inference).getMessage();
  }

  record Narrow() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return x.mean(-1); // [batch, position, 1]
    }
  }

  record Nothing() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return null;
    }
  }
}
