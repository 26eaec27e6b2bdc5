package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * Text, of which each token is to be predicted from those before it. The seed changes nothing.
 *
 * @param data the name of a data set; of one text, the end is held out
 * @param file one UTF-8 text of which the end is held out: first the validation split, then the
 *     test split
 * @param train a file for training, where each split has its own
 * @param validation a file for choosing
 * @param test a file for reporting
 * @param column where the files are tables: the column that has the texts
 * @param validationFraction the part of one text's characters that is for choosing
 * @param testFraction the part of one text's characters that is for reporting
 */
public record LanguageModeling(
    Optional<String> data,
    Optional<String> file,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test,
    Optional<String> column,
    double validationFraction,
    double testFraction)
    implements Task {

  public LanguageModeling {
    new Fractions(validationFraction, testFraction); // refuses what leaves nothing
  }

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Text.class;
  }

  @Override
  public List<Example.Text> examples(Split split, DataFiles files, long seed) {
    Source source = new Source(data, train, validation, test);
    Fractions heldOut = new Fractions(validationFraction, testFraction);
    return new Texts(source, file, column, heldOut).of(split, files);
  }
}
