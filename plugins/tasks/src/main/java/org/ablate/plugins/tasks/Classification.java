package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * Texts, each with a class to be told. The classes are those of the split for training. The seed
 * changes nothing.
 *
 * @param data the name of a data set
 * @param train a table for training, where there is no data set
 * @param validation a table for choosing
 * @param test a table for reporting
 * @param text the column that has the texts; empty for the first of a data set, otherwise {@code
 *     text}
 * @param label the column that has the classes; empty for the second of a data set, otherwise
 *     {@code label}
 */
public record Classification(
    Optional<String> data,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test,
    Optional<String> text,
    Optional<String> label)
    implements Task {
  private static final List<String> COLUMNS = List.of("text", "label");

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Labeled.class;
  }

  @Override
  public List<Example.Labeled> examples(Split split, DataFiles files, long seed) {
    List<Example.Labeled> examples = read(split, files);
    if (split != Split.TRAIN) {
      TreeSet<String> known =
          read(Split.TRAIN, files).stream()
              .map(Example.Labeled::label)
              .collect(Collectors.toCollection(TreeSet::new));
      Labels.requireKnown(split, examples.stream().map(Example.Labeled::label).toList(), known);
    }
    return examples;
  }

  private List<Example.Labeled> read(Split split, DataFiles files) {
    return new Source(data, train, validation, test)
        .rows(split, files, List.of(text, label), COLUMNS).stream()
            .map(row -> new Example.Labeled(row.get(0), row.get(1)))
            .toList();
  }
}
