package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Resources;
import org.ablate.libtorch.Weights;
import org.ablate.model.SpecialToken;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;
import org.ablate.tensor.Graph;
import org.ablate.training.data.Batch;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.LengthGroups;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.RunningText;
import org.ablate.training.decoding.Decoding;

/**
 * A model with weights, to be evaluated and asked. It reads the weights where they are: while they
 * are trained, it is the model of the last step.
 */
public final class TrainedModel implements AutoCloseable {
  private final Resources opened = new Resources();
  private final Libtorch engine;
  private final Transformer model;
  private final Weights weights;
  private final Presentation presentation;
  private final int batchSize;
  private final Program evaluation;
  private final Answering answering;
  private final Inspection inspection;

  /**
   * Prepares a model. The engine and the weights stay the caller's to close.
   *
   * @param batchSize how many examples are looked at at once
   * @param decoding how answers are written
   */
  public TrainedModel(
      Libtorch engine,
      Transformer model,
      Weights weights,
      Presentation presentation,
      int batchSize,
      Decoding decoding) {
    this.engine = engine;
    this.model = model;
    this.weights = weights;
    this.presentation = presentation;
    this.batchSize = batchSize;
    Graph graph = model.evaluation();
    try {
      evaluation =
          opened.add(
              engine.compile(
                  graph.withOutputs(
                      Map.of(
                          "loss",
                          graph.outputs().get("loss"),
                          "predictions",
                          graph.outputs().get("predictions")))),
              Program::close);
      answering =
          opened.add(
              presentation.writes()
                  ? new Decoder(engine, model, weights, presentation, decoding)
                  : new Classifier(engine, model, weights, presentation),
              Answering::close);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    inspection = new Inspection(engine, model, weights, presentation);
  }

  /** All scores on examples. */
  public Scores score(List<EncodedExample> examples) {
    return score(examples, () -> {});
  }

  /**
   * All scores on examples.
   *
   * @param scored told after each batch, and again after the answers of each have been written
   */
  public Scores score(List<EncodedExample> examples, Runnable scored) {
    Tally tally = new Tally();
    for (List<Integer> group : groups(examples)) {
      Batch batch = presentation.batch(select(examples, group));
      Map<String, Array> outputs = evaluation.run(weights, batch.inputs());
      double loss = outputs.get("loss").at(0);
      Array labels = batch.inputs().get("labels"); // [batch(, position)]
      Array predictions = outputs.get("predictions"); // [batch(, position)]
      tally.add(batch.labels(), right(labels, predictions), loss * batch.labels());
      if (!presentation.writes()) {
        addClasses(labels, predictions, group.size(), tally);
      }
      scored.run();
    }
    return tally.scores(presentation, examples, answerScores(examples, scored));
  }

  private static int right(Array labels, Array predictions) {
    int right = 0;
    for (int i = 0; i < labels.size(); i++) {
      if (labels.at(i) != CrossEntropy.IGNORED && labels.at(i) == predictions.at(i)) {
        right++;
      }
    }
    return right;
  }

  private static void addClasses(Array labels, Array predictions, int examples, Tally tally) {
    int width = labels.size() / examples;
    for (int first = 0; first < labels.size(); first += width) {
      int[] expected = new int[width];
      int[] predicted = new int[width];
      for (int i = 0; i < width; i++) {
        expected[i] = (int) labels.at(first + i);
        predicted[i] = (int) predictions.at(first + i);
      }
      tally.addClasses(expected, predicted);
    }
  }

  private Map<Metric, Double> answerScores(List<EncodedExample> examples, Runnable scored) {
    if (!presentation.writes() || presentation.comparison() == Comparison.NONE) {
      return Map.of();
    }
    List<EncodedExample> questions = examples.stream().map(presentation::question).toList();
    return AnswerScores.of(presentation, questions, answers(questions, scored));
  }

  /** Examples, and what the model makes of them. */
  public List<Prediction> predict(List<EncodedExample> examples) {
    List<EncodedExample> questions = examples.stream().map(presentation::question).toList();
    List<int[]> answers = answers(questions, () -> {});
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      EncodedExample question = questions.get(i);
      int[] answer = whereAsked(question.labels(), answers.get(i));
      predictions.add(
          new Prediction(
              presentation.show(question),
              presentation.showAnswer(question.labels()),
              presentation.showAnswer(answer),
              AnswerScores.isRight(answer, question.labels())));
    }
    return predictions;
  }

  /** An answer without what was not asked for. */
  private int[] whereAsked(int[] expected, int[] answer) {
    int[] asked = answer.clone();
    if (!presentation.writes()) {
      for (int i = 0; i < asked.length; i++) {
        asked[i] = expected[i] == CrossEntropy.IGNORED ? expected[i] : asked[i];
      }
    }
    return asked;
  }

  /**
   * Answers, cut off where they cannot be right any more: at the length of the longest that is
   * expected in their batch. Texts of which several may be right are not to profit from that; they
   * are cut off at a length that only the question decides.
   */
  private List<int[]> answers(List<EncodedExample> questions, Runnable answered) {
    List<int[]> answers = new ArrayList<>(Collections.nCopies(questions.size(), null));
    for (List<Integer> group : groups(questions)) {
      List<EncodedExample> batch = select(questions, group);
      List<int[]> ofBatch = answering.answer(batch, limits(batch));
      for (int i = 0; i < group.size(); i++) {
        answers.set(group.get(i), ofBatch.get(i));
      }
      answered.run();
    }
    return answers;
  }

  private int[] limits(List<EncodedExample> questions) {
    if (presentation.comparison() == Comparison.TEXT) {
      return questions.stream().mapToInt(question -> 2 * question.length() + 10).toArray();
    }
    int[] limits = new int[questions.size()];
    Arrays.fill(
        limits,
        questions.stream().mapToInt(question -> question.labels().length).max().orElseThrow());
    return limits;
  }

  /** Whether answers are written, and not chosen among classes. */
  public boolean writes() {
    return presentation.writes();
  }

  /** What the model reads of a question, if there is something in it that it does not know. */
  public Optional<String> readAs(String input) {
    EncodedExample question = presentation.question(input);
    boolean knowsAll =
        IntStream.concat(Arrays.stream(question.source()), Arrays.stream(question.tokens()))
            .noneMatch(token -> token == SpecialToken.UNK.id());
    return knowsAll ? Optional.empty() : Optional.of(presentation.show(question));
  }

  /**
   * The answer to a question in text.
   *
   * @param limit the number of tokens after which a written answer is cut off
   * @throws IllegalArgumentException if the model cannot read it; the message says why
   */
  public String answer(String input, int limit) {
    EncodedExample question = presentation.question(input);
    return presentation.showAnswer(answering.answer(question, limit));
  }

  /**
   * Writes the answer to a question in text and tells it piece by piece, as far as it is certain.
   *
   * @param decoding how it is written
   * @param limit the number of tokens after which it is cut off
   * @return the number of tokens
   * @throws IllegalArgumentException if the model cannot read the question or does not write; the
   *     message says why
   */
  public int write(String input, Decoding decoding, int limit, Consumer<String> pieces) {
    Decoder decoder = decoder();
    TextStream text = new TextStream(presentation::showAnswer, new int[0], pieces);
    int[] answer = decoder.write(presentation.question(input), decoding, limit, text::tell);
    text.finish(answer);
    return answer.length;
  }

  /**
   * Continues a text and tells what is new piece by piece. The text may become longer than what the
   * model reads: where it is full, the model goes on from its later half.
   *
   * @param decoding how it is written
   * @param tokens how many tokens are written, if the text does not end before
   * @param context how many tokens the model reads at most
   * @return the number of tokens
   * @throws IllegalArgumentException if there is no text, or the model is not one of running text
   */
  public int generate(
      String prompt, Decoding decoding, int tokens, int context, Consumer<String> pieces) {
    if (!(presentation instanceof RunningText)) {
      throw new IllegalArgumentException("the model answers questions and continues no text");
    }
    Decoder decoder = decoder();
    int[] all = presentation.question(prompt).tokens();
    int last = all.length + tokens;
    TextStream text = new TextStream(presentation::showAnswer, all, pieces);
    boolean ended = false;
    while (all.length < last && !ended) {
      int[] before = all;
      int read = before.length < context ? before.length : Math.max(1, context / 2);
      int[] window = Arrays.copyOfRange(before, before.length - read, before.length);
      EncodedExample question = new EncodedExample(new int[0], window, new int[0]);
      int limit = Math.min(last - before.length, context - read + 1);
      int[] written =
          decoder.write(question, decoding, limit, certain -> text.tell(joined(before, certain)));
      all = joined(before, written);
      ended = all[all.length - 1] == SpecialToken.EOS.id();
    }
    text.finish(all);
    return all.length - (last - tokens);
  }

  private Decoder decoder() {
    if (answering instanceof Decoder decoder) {
      return decoder;
    }
    throw new IllegalArgumentException("the model tells classes apart and writes nothing");
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /**
   * What each head attends to while the model answers a question in text.
   *
   * @param limit the number of tokens after which a written answer is cut off
   * @return empty where attention has no weights
   */
  public List<AttentionMap> attention(String input, int limit) {
    return inspection.attention(answered(presentation.question(input), limit));
  }

  /**
   * Intermediate values while the model answers a question in text, in the order of their names.
   *
   * @param names some of {@link #valueNames}
   * @param limit the number of tokens after which a written answer is cut off
   * @throws IllegalArgumentException if there is no value of a name
   */
  public List<InspectedValue> values(String input, List<String> names, int limit) {
    return inspection.values(answered(presentation.question(input), limit), names);
  }

  /**
   * All that is computed below a path of scopes while the model answers a question in text, in its
   * order.
   *
   * @param path such as {@code encoder.layer.0}; empty for the whole model
   * @param limit the number of tokens after which a written answer is cut off
   * @throws IllegalArgumentException if there is nothing below the path
   */
  public List<InspectedValue> steps(String input, String path, int limit) {
    return inspection.steps(answered(presentation.question(input), limit), path);
  }

  /**
   * How much of the gradient of a token's loss reaches the tokens before it: the mean over windows
   * of running text of the Euclidean norm of the derivative with respect to a token's vector, by
   * how many tokens that one is before the last.
   *
   * @param windows from which those as long as the first are taken
   * @return empty where the model does not go on with running text
   */
  public List<Double> gradientReach(List<EncodedExample> windows) {
    if (!(presentation instanceof RunningText text)) {
      return List.of();
    }
    int length = windows.get(0).length();
    return GradientReach.of(
        engine, model, weights, text, windows.stream().filter(w -> w.length() == length).toList());
  }

  /** The names of the intermediate values, in the order in which they are computed. */
  public Set<String> valueNames() {
    return inspection.names();
  }

  /** What the model has read when it has written its last token, and, as labels, what it wrote. */
  private EncodedExample answered(EncodedExample question, int limit) {
    if (!presentation.writes()) {
      return question;
    }
    int[] answer = answering.answer(question, limit);
    return question.answered(answer);
  }

  private List<List<Integer>> groups(List<EncodedExample> examples) {
    return LengthGroups.of(examples, batchSize, presentation.padded());
  }

  private static List<EncodedExample> select(List<EncodedExample> examples, List<Integer> indices) {
    return indices.stream().map(examples::get).toList();
  }

  @Override
  public void close() {
    opened.close();
  }
}
