package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  @Test
  void what_was_opened_last_is_closed_first_and_each_once() {
    List<String> closed = new ArrayList<>();
    Resources resources = new Resources();
    resources.add("engine", closed::add);
    resources.add("weights", closed::add);

    resources.close();
    resources.close();

    assertEquals(List.of("weights", "engine"), closed);
  }
}
