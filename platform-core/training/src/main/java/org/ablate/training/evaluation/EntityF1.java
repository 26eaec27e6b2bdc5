package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * The harmonic mean of precision and recall of entities: an entity is right if its first word, its
 * last word and its type are. Tjong Kim Sang and De Meulder (2003), W03-0419, and their program
 * conlleval: tags are {@code B-PER} at the first word of an entity, {@code I-PER} at the others,
 * {@code O} elsewhere; an {@code I-} that goes on nothing of its type begins an entity.
 */
final class EntityF1 {
  private static final String OUTSIDE = "O";

  private record Entity(int example, int first, int last, String type) {}

  private EntityF1() {}

  /** Whether classes are tags of this kind. */
  static boolean applies(List<String> classes) {
    return classes.stream().allMatch(tag -> tag.equals(OUTSIDE) || tag.matches("[BI]-.+"))
        && classes.stream().anyMatch(tag -> !tag.equals(OUTSIDE));
  }

  /**
   * The score of predictions, from 0 to 1; 0 where nothing is right.
   *
   * @param expected tags of each example, {@link CrossEntropy#IGNORED} where nothing is asked
   */
  static double of(List<int[]> expected, List<int[]> predicted, List<String> classes) {
    Set<Entity> wanted = new HashSet<>();
    Set<Entity> found = new HashSet<>();
    for (int example = 0; example < expected.size(); example++) {
      List<String> tags = new ArrayList<>();
      List<String> guesses = new ArrayList<>();
      for (int i = 0; i < expected.get(example).length; i++) {
        if (expected.get(example)[i] != CrossEntropy.IGNORED) {
          tags.add(classes.get(expected.get(example)[i]));
          guesses.add(classes.get(predicted.get(example)[i]));
        }
      }
      wanted.addAll(entities(example, tags));
      found.addAll(entities(example, guesses));
    }
    int both = wanted.size() + found.size();
    wanted.retainAll(found);
    return both == 0 ? 0 : 2.0 * wanted.size() / both;
  }

  private static List<Entity> entities(int example, List<String> tags) {
    List<Entity> entities = new ArrayList<>();
    int first = -1;
    String type = "";
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i < tags.size() ? tags.get(i) : OUTSIDE;
      boolean goesOn = first >= 0 && tag.equals("I-" + type);
      if (first >= 0 && !goesOn) {
        entities.add(new Entity(example, first, i - 1, type));
        first = -1;
      }
      if (!goesOn && !tag.equals(OUTSIDE)) {
        first = i;
        type = tag.substring(2);
      }
    }
    return entities;
  }
}
