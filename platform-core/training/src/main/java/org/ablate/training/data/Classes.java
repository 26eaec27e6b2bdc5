package org.ablate.training.data;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ablate.plugin.Example;

/** The labels of tagged and labeled examples, in alphabetical order: an index is a class. */
public final class Classes {
  private Classes() {}

  /** All labels that occur. */
  public static List<String> of(List<? extends Example> examples) {
    SortedSet<String> classes = new TreeSet<>();
    for (Example example : examples) {
      if (example instanceof Example.Tagged tagged) {
        tagged.labels().forEach(label -> label.ifPresent(classes::add));
      } else {
        classes.add(((Example.Labeled) example).label());
      }
    }
    return List.copyOf(classes);
  }

  /**
   * The class of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static int indexOf(String label, List<String> classes) {
    int index = classes.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the label '%s' does not occur in the examples for training, whose labels are %s"
              .formatted(label, classes));
    }
    return index;
  }
}
