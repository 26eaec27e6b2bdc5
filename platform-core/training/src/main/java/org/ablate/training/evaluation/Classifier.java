package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;

/** Gives the most likely class of each token, or of the whole sequence. */
final class Classifier implements Answering {
  private static final String PREDICTIONS = "predictions";

  private final Program program;
  private final Transformer model;
  private final Weights weights;
  private final Presentation presentation;

  Classifier(Libtorch engine, Transformer model, Weights weights, Presentation presentation) {
    Graph graph = model.evaluation();
    this.program =
        engine.compile(graph.withOutputs(Map.of(PREDICTIONS, graph.outputs().get(PREDICTIONS))));
    this.model = model;
    this.weights = weights;
    this.presentation = presentation;
  }

  /** The classes of each question, as many as it has tokens, or one; the limits are not needed. */
  @Override
  public List<int[]> answer(List<EncodedExample> questions, int[] limits) {
    Map<String, Array> inputs = presentation.inputs(questions);
    Array predictions = program.run(weights, inputs).get(PREDICTIONS); // [batch(, position)]
    boolean ofSequence = model.head() == OutputHead.SEQUENCE;
    int width = ofSequence ? 1 : Math.toIntExact(predictions.shape()[1]);
    List<int[]> answers = new ArrayList<>();
    for (int row = 0; row < questions.size(); row++) {
      int first = row * width;
      int count = ofSequence ? 1 : questions.get(row).tokens().length;
      answers.add(
          IntStream.range(first, first + count).map(i -> (int) predictions.at(i)).toArray());
    }
    return answers;
  }

  @Override
  public void close() {
    program.close();
  }
}
