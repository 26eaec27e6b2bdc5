package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.document.Samples.Circle;
import org.ablate.document.Samples.Drawing;
import org.ablate.document.Samples.Square;
import org.junit.jupiter.api.Test;

/** Settings of which several kinds are to be had. */
class ChoicesTest {

  private static Drawing read(String yaml) {
    return Settings.read((Mapping) Yaml.read("test.yaml", yaml), Drawing.DEFAULTS);
  }

  @Test
  void a_name_chooses_with_its_own_defaults() {
    assertEquals(new Drawing(new Square(2)), read("shape: square"));
    assertEquals(new Drawing(new Square(3)), read("shape: {name: square, side: 3}"));
  }

  @Test
  void without_a_name_the_choice_of_the_defaults_stays() {
    assertEquals(new Drawing(new Circle(7)), read("shape: {radius: 7}"));
    assertEquals(new Drawing(new Circle(5)), read("shape: {name: circle}"));
  }

  @Test
  void what_was_written_is_read_without_defaults() {
    Drawing drawing = new Drawing(new Square(4));

    assertEquals("shape:\n  name: square\n  side: 4\n", Yaml.write(Settings.write(drawing)));
    assertEquals(drawing, Settings.read(Settings.write(drawing), Drawing.class));
  }

  @Test
  void what_was_written_before_there_was_a_choice_is_the_first() {
    Mapping older = (Mapping) Yaml.read("test.yaml", "shape: {radius: 9}");

    assertEquals(new Drawing(new Circle(9)), Settings.read(older, Drawing.class));
  }

  @Test
  void a_number_is_no_choice() {
    DocumentException refused = assertThrows(DocumentException.class, () -> read("shape: 3"));

    assertEquals(
        "test.yaml:1:8: 'shape' must be one of circle, square, or a mapping with a name, but is 3",
        refused.getMessage());
  }
}
