package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * Texts to be translated. Answers are compared by BLEU and chrF. The seed changes nothing.
 *
 * @param data the name of a data set
 * @param train a file for training, where there is no data set: a table, or what the names of
 *     parallel files begin with
 * @param validation a file for choosing
 * @param test a file for reporting
 * @param source the column that has the texts; of parallel files, what a name ends in; empty for
 *     the first of a data set, otherwise {@code source}
 * @param target the column that has the translations; empty for the second of a data set, otherwise
 *     {@code target}
 */
public record Translation(
    Optional<String> data,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test,
    Optional<String> source,
    Optional<String> target)
    implements Task {
  private static final List<String> COLUMNS = List.of("source", "target");

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Translation.class;
  }

  @Override
  public List<Example.Translation> examples(Split split, DataFiles files, long seed) {
    return new Source(data, train, validation, test)
        .rows(split, files, List.of(source, target), COLUMNS).stream()
            .map(row -> new Example.Translation(row.get(0), row.get(1)))
            .toList();
  }
}
