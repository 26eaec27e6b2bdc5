package org.ablate.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CheckTest {
  private static final int[] SIZES = {2, 3};

  private static void author() {
    SIZES[4]++;
  }

  private static String failure(Runnable body) {
    Check check = Check.of("it works", body);
    return assertThrows(ConformanceException.class, check::run).getMessage();
  }

  @Test
  void an_exception_of_the_author_is_told_with_the_authors_line() {
    assertEquals(
        """
        ArrayIndexOutOfBoundsException: Index 4 out of bounds for length 2
          at org.ablate.conformance.CheckTest.author(CheckTest.java:12)""",
        failure(CheckTest::author));
  }
}
