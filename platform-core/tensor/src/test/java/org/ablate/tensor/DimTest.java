package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DimTest {
  @Test
  void it_is_written_with_its_size_where_the_name_does_not_say_it() {
    assertEquals("head=8", Dim.of("head", 8).toString());
    assertEquals("batch", Dim.symbolic("batch").toString());
    assertEquals("query=position", Dim.symbolic("position").renamed("query").toString());
    assertEquals("1", Dim.one().toString());
    assertEquals("layer=1", Dim.of("layer", 1).toString());
  }

  @Test
  void axes_of_one_size_fit_whatever_their_names() {
    assertTrue(Dim.of("head", 8).fits(Dim.of("group", 8)));
    assertFalse(Dim.of("head", 8).fits(Dim.of("head", 4)));
  }

  @Test
  void symbolic_axes_fit_where_their_extents_are_the_same_polynomial() {
    Dim position = Dim.symbolic("position");
    assertTrue(position.fits(position.renamed("key")));
    assertFalse(position.fits(Dim.symbolic("source")));
    assertFalse(position.fits(Dim.of("position", 4)));
  }

  @Test
  void a_size_cannot_be_negative() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Dim.of("head", -1));
    assertEquals("the axis 'head' cannot have the size -1", refused.getMessage());
  }

  @Test
  void a_difference_of_sizes_cannot_be_negative() {
    Polynomial difference = Polynomial.of(2).minus(Polynomial.of(5));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Dim("rest", difference));
    assertEquals("the axis 'rest' cannot have the size -3", refused.getMessage());
  }

  @Test
  void a_symbolic_axis_has_no_size_before_a_run() {
    assertFalse(Dim.symbolic("batch").isKnown());
    assertThrows(IllegalStateException.class, () -> Dim.symbolic("batch").size());
    assertEquals(3, Dim.of("head", 3).size());
  }
}
