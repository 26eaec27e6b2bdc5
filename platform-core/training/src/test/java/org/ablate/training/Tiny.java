package org.ablate.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.OptimizerSettings;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugins.attention.ScaledDotProductAttention;
import org.ablate.plugins.feed_forward.Relu;
import org.ablate.plugins.normalization.LayerNorm;
import org.ablate.plugins.placement.Pre;
import org.ablate.plugins.positional_encoding.Sinusoidal;
import org.ablate.training.data.Characters;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.Tags;
import org.ablate.training.data.TaskData;

/** Models and tasks that are trained in a second or two. */
public final class Tiny {
  private Tiny() {}

  private static final String LETTERS = "abcd";
  private static final int TRAINING = 200;
  private static final int OTHERS = 20;

  /** Words over four letters; no word of one split is in another. */
  private static List<String> words(Split split) {
    SplittableRandom random = new SplittableRandom(5);
    Set<String> words = new TreeSet<>();
    while (words.size() < TRAINING + 2 * OTHERS) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(2, 6); length > 0; length--) {
        word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      words.add(word.toString());
    }
    List<String> all = new ArrayList<>(words);
    for (int i = all.size() - 1; i > 0; i--) {
      all.set(i, all.set(random.nextInt(i + 1), all.get(i)));
    }
    return switch (split) {
      case TRAIN -> all.subList(2 * OTHERS, all.size());
      case VALIDATION -> all.subList(0, OTHERS);
      case TEST -> all.subList(OTHERS, 2 * OTHERS);
    };
  }

  /** A word is to be written again. */
  public record Copy() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Pair.class;
    }

    @Override
    public List<Example.Pair> examples(Split split, DataFiles files, long seed) {
      return words(split).stream().map(word -> new Example.Pair(word, word)).toList();
    }
  }

  /** Words in a row, with each letter three times. */
  public record Prose() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return List.of(new Example.Text(String.join("", words(split)).replaceAll(".", "$0$0$0")));
    }
  }

  /** Each letter a is to be told from the others, at all places but the first. */
  public record Tagging() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Tagged.class;
    }

    @Override
    public List<Example.Tagged> examples(Split split, DataFiles files, long seed) {
      return words(split).stream()
          .map(
              word -> {
                List<String> units = List.of(word.split(""));
                String[] labels = new String[units.size()];
                for (int i = 1; i < labels.length; i++) {
                  labels[i] = units.get(i).equals("a") ? "yes" : "no";
                }
                return new Example.Tagged(units, Tags.of(labels));
              })
          .toList();
    }
  }

  /** Whether a word has an a. */
  public record Labeling() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Labeled.class;
    }

    @Override
    public List<Example.Labeled> examples(Split split, DataFiles files, long seed) {
      return words(split).stream()
          .map(word -> new Example.Labeled(word, word.contains("a") ? "yes" : "no"))
          .toList();
    }
  }

  /** The data of a task. */
  public static TaskData data(Task task, Architecture architecture) {
    return TaskData.prepare(task, architecture, new Characters(), 16, 0, DataFiles.none(), 1);
  }

  /** A model of one layer. */
  public static Transformer model(Architecture architecture, Presentation presentation) {
    return model(architecture, presentation, new ScaledDotProductAttention(0));
  }

  /** A model of one layer with an attention. */
  public static Transformer model(
      Architecture architecture, Presentation presentation, Mixer attention) {
    return presentation.model(settings(architecture, 0.1), parts(attention));
  }

  /** A model of one layer in which nothing is random. */
  public static Transformer modelWithoutDropout(
      Architecture architecture, Presentation presentation) {
    return presentation.model(settings(architecture, 0), parts(new ScaledDotProductAttention(0)));
  }

  private static TransformerSettings settings(Architecture architecture, double dropout) {
    return new TransformerSettings(architecture, 32, 2, 1, 64, dropout, 0, false, false, false);
  }

  private static Components parts(Mixer attention) {
    return new Components(
        new Choice<>("attention", attention),
        new Choice<>("attention", attention),
        new Choice<>("sinusoidal", new Sinusoidal(10_000, Sinusoidal.Layout.INTERLEAVED)),
        new Choice<>("layer-norm", new LayerNorm(1e-5, LayerNorm.Affine.GAIN_AND_BIAS)),
        new Choice<>("relu", new Relu(true)),
        new Choice<>("pre", new Pre()));
  }

  /** Settings with which the tiny tasks are learned. */
  public static TrainingSettings settings(int steps) {
    return new Settings(steps).build();
  }

  /** What a test may want to change. */
  public static final class Settings {
    private final int steps;
    private OptimizerSettings optimizer = AdamW.DEFAULTS;
    private TrainingPrecision precision = TrainingPrecision.FLOAT32;
    private double learningRate = 5e-3;
    private int microBatches = 1;
    private boolean activationCheckpointing;
    private Averaging averaging = Averaging.NONE;
    private int patience;
    private int evaluateEvery = 1_000;
    private int checkpointEvery = 1_000;

    public Settings(int steps) {
      this.steps = steps;
    }

    public Settings optimizer(OptimizerSettings value) {
      optimizer = value;
      return this;
    }

    public Settings precision(TrainingPrecision value) {
      precision = value;
      return this;
    }

    public Settings learningRate(double value) {
      learningRate = value;
      return this;
    }

    public Settings evaluateEvery(int value) {
      evaluateEvery = value;
      return this;
    }

    public Settings checkpointEvery(int value) {
      checkpointEvery = value;
      return this;
    }

    public Settings microBatches(int value) {
      microBatches = value;
      return this;
    }

    public Settings activationCheckpointing() {
      activationCheckpointing = true;
      return this;
    }

    public Settings averaging(Averaging value) {
      averaging = value;
      return this;
    }

    public Settings patience(int value) {
      patience = value;
      return this;
    }

    public TrainingSettings build() {
      return new TrainingSettings(
          steps,
          32,
          0,
          16,
          0,
          optimizer,
          List.of(),
          learningRate,
          Schedule.COSINE,
          Math.min(10, steps),
          1,
          0,
          microBatches,
          activationCheckpointing,
          averaging,
          0.05,
          evaluateEvery,
          patience,
          checkpointEvery,
          Device.CPU,
          precision,
          1);
    }
  }
}
