package ${package};

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * A sequence of random symbols, to be written twice.
 *
 * @param symbols how many different symbols there are
 * @param shortest the fewest symbols of a sequence
 * @param longest the most symbols of a sequence
 */
public record Twice(int symbols, int shortest, int longest) implements Task {
  private static final int TRAINING_EXAMPLES = 4_000;
  private static final int OTHER_EXAMPLES = 200;

  /** Some must be left for training when those of validation and test are drawn. */
  private static final int FEWEST_SEQUENCES = 4 * OTHER_EXAMPLES;

  /** Settings are checked where the record is made; the message reaches the user of the YAML file. */
  public Twice {
    if (symbols < 2 || shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          "symbols must be at least 2, shortest at least 1 and longest no less, got %d, %d and %d"
              .formatted(symbols, shortest, longest));
    }
    double sequences = 0;
    for (int length = shortest; length <= longest; length++) {
      sequences += Math.pow(symbols, length);
    }
    if (sequences < FEWEST_SEQUENCES) {
      throw new IllegalArgumentException(
          "symbols, shortest and longest must allow %d sequences, got %d, %d and %d, which allow %.0f"
              .formatted(FEWEST_SEQUENCES, symbols, shortest, longest, sequences));
    }
  }

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Pair.class;
  }

  /** The same for the same seed; whatever is in one split is in no other. */
  @Override
  public List<Example.Pair> examples(Split split, DataFiles files, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example.Pair> heldOut = distinct(2 * OTHER_EXAMPLES, random);
    return switch (split) {
      case VALIDATION -> heldOut.subList(0, OTHER_EXAMPLES);
      case TEST -> heldOut.subList(OTHER_EXAMPLES, heldOut.size());
      case TRAIN -> {
        Set<Example.Pair> excluded = new HashSet<>(heldOut);
        List<Example.Pair> examples = new ArrayList<>();
        while (examples.size() < TRAINING_EXAMPLES) {
          Example.Pair example = example(random);
          if (!excluded.contains(example)) {
            examples.add(example);
          }
        }
        yield examples;
      }
    };
  }

  private List<Example.Pair> distinct(int count, SplittableRandom random) {
    Set<Example.Pair> examples = new LinkedHashSet<>();
    while (examples.size() < count) {
      examples.add(example(random));
    }
    return List.copyOf(examples);
  }

  private Example.Pair example(SplittableRandom random) {
    String sequence =
        random
            .ints(random.nextInt(shortest, longest + 1), 0, symbols)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
    return new Example.Pair(sequence, sequence + " " + sequence);
  }
}
