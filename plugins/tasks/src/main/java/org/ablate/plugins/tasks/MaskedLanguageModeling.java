package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * Texts of which some tokens are hidden, to be told from all others. Devlin et al. (2019),
 * arXiv:1810.04805, §3.1. The seed changes nothing.
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
 * @param maskedFraction the part of the tokens that is asked for
 * @param wholeWords whether words are hidden with all their tokens
 */
public record MaskedLanguageModeling(
    Optional<String> data,
    Optional<String> file,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test,
    Optional<String> column,
    double validationFraction,
    double testFraction,
    double maskedFraction,
    boolean wholeWords)
    implements Task {

  public MaskedLanguageModeling {
    new Fractions(validationFraction, testFraction); // refuses what leaves nothing
    if (!(maskedFraction > 0 && maskedFraction <= 1)) {
      throw new IllegalArgumentException(
          "masked_fraction must be above 0 and at most 1, got " + maskedFraction);
    }
  }

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Masked.class;
  }

  @Override
  public List<Example.Masked> examples(Split split, DataFiles files, long seed) {
    Source source = new Source(data, train, validation, test);
    Fractions heldOut = new Fractions(validationFraction, testFraction);
    return new Texts(source, file, column, heldOut)
        .of(split, files).stream()
            .map(text -> new Example.Masked(text.text(), maskedFraction, wholeWords))
            .toList();
  }
}
