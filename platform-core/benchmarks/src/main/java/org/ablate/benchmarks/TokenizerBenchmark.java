package org.ablate.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ablate.data.Catalogue;
import org.ablate.data.DataStore;
import org.ablate.data.DownloadListener;
import org.ablate.data.ExperimentFiles;
import org.ablate.huggingface.HuggingFace;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Split;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugins.tokenizers.Bpe;
import org.ablate.plugins.tokenizers.ByteBpe;
import org.ablate.plugins.tokenizers.Unigram;
import org.ablate.plugins.tokenizers.WordPiece;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much text a tokenizer encodes in a second, beside Hugging Face's library with the same
 * tokens: captions of Multi30k in two languages, one by one or by all cores. The data set is taken
 * from the folder that ABLATE_DATA_MIRROR says.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class TokenizerBenchmark {
  private static final int SIZE = 8_000;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  /** The schemes. */
  public enum Scheme {
    BPE(new Bpe(SIZE, 2)),
    BYTE_BPE(new ByteBpe(SIZE, 2)),
    WORD_PIECE(new WordPiece(SIZE, 2, true)),
    UNIGRAM(new Unigram(SIZE));

    private final Tokenizer recipe;

    Scheme(Tokenizer recipe) {
      this.recipe = recipe;
    }
  }

  /** Who encodes. */
  public enum By {
    PLATFORM,
    LIBRARY
  }

  /** What was encoded, which is shown per second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Text {
    public double megabytes;
  }

  @Param public Scheme scheme;

  @Param public By by;

  @Param({"false", "true"})
  public boolean parallel;

  private List<String> texts;
  private double megabytes;
  private FittedTokenizer tokenizer;

  /** Reads the texts and learns the tokens. */
  @Setup
  public void prepare() {
    Path mirror = Path.of(System.getenv("ABLATE_DATA_MIRROR"));
    DataStore store =
        new DataStore(Catalogue.standard(), mirror, Optional.of(mirror), DownloadListener.NONE);
    DataFiles files = new ExperimentFiles(mirror, store);
    DataSet pairs = files.dataSet("multi30k-en-de");
    texts = new ArrayList<>();
    files.rows(pairs.paths().get(Split.TRAIN), pairs.columns()).forEach(texts::addAll);
    megabytes =
        texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum()
            / BYTES_PER_MEGABYTE;
    FittedTokenizer fitted = scheme.recipe.fit(texts, files);
    tokenizer =
        by == By.PLATFORM ? fitted : new HuggingFace(Optional.empty()).restore(fitted.save());
  }

  /** Encodes all texts; returns how many tokens they have. */
  @Benchmark
  public long encode(Text text) {
    Stream<String> stream = parallel ? texts.parallelStream() : texts.stream();
    long tokens = stream.mapToLong(t -> tokenizer.encode(t).length).sum();
    text.megabytes += megabytes;
    return tokens;
  }
}
