package org.ablate.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.data.Catalogue;
import org.ablate.data.DataStore;
import org.ablate.data.DownloadListener;
import org.ablate.data.ExperimentFiles;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Split;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugins.tokenizers.Bpe;
import org.ablate.plugins.tokenizers.ByteBpe;
import org.ablate.plugins.tokenizers.Unigram;
import org.ablate.plugins.tokenizers.WordPiece;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokenizers of the size that is used, on captions in two languages that they were not fitted to.
 */
class RealTextAgreementTest {
  private static final String MIRROR = "ABLATE_DATA_MIRROR";
  private static final int SIZE = 8_000;

  static Stream<Tokenizer> all() {
    return Stream.of(
        new Bpe(SIZE, 2), new ByteBpe(SIZE, 2), new WordPiece(SIZE, 2, true), new Unigram(2_000));
  }

  @ParameterizedTest
  @MethodSource("all")
  void captions_have_the_same_tokens(Tokenizer recipe) {
    String mirror = System.getenv(MIRROR);
    assumeTrue(mirror != null, "Multi30k is needed: set " + MIRROR + " to the folder of data sets");
    Path folder = Path.of(mirror);
    DataFiles files =
        new ExperimentFiles(
            folder,
            new DataStore(
                Catalogue.standard(), folder, Optional.of(folder), DownloadListener.NONE));
    DataSet pairs = files.dataSet("multi30k-en-de");
    FittedTokenizer ours = recipe.fit(texts(Split.TRAIN, pairs, files), files);
    FittedTokenizer library = new HuggingFace(Optional.empty()).restore(ours.save());
    int unknown = ours.tokens().size();

    for (String text : texts(Split.TEST, pairs, files)) {
      int[] expected =
          Arrays.stream(library.encode(text))
              .map(id -> id == unknown ? FittedTokenizer.UNKNOWN : id)
              .toArray();
      assertArrayEquals(expected, ours.encode(text), text);
    }
  }

  private static List<String> texts(Split split, DataSet pairs, DataFiles files) {
    return files.rows(pairs.paths().get(split), pairs.columns()).stream()
        .flatMap(List::stream)
        .toList();
  }
}
