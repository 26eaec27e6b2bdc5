package org.ablate.app.run;

import java.util.Map;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * A tokenizer that has learned its tokens from the texts of another run.
 *
 * @param recipe what made it
 * @param saved what it has learned
 */
record TrainedTokenizer(Tokenizer recipe, Map<String, Object> saved) implements Tokenizer {

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    return recipe.restore(saved);
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> other) {
    return recipe.restore(other);
  }
}
