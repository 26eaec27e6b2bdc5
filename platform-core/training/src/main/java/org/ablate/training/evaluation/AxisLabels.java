package org.ablate.training.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.Vocabulary;

/** What the entries of axes stand for: the tokens of an example, those there are, or classes. */
record AxisLabels(Presentation presentation, EncodedExample example) {

  /** An axis of a value; without labels where its entries are only counted. */
  InspectedValue.Axis axis(Dim dim) {
    return new InspectedValue.Axis(dim.name(), labels(dim));
  }

  private List<String> labels(Dim dim) {
    Vocabulary vocabulary = presentation.vocabulary();
    if (isAsLongAs(dim, "position") || isAsLongAs(dim, "target")) {
      return vocabulary.tokens(example.tokens());
    }
    if (isAsLongAs(dim, "source")) {
      return vocabulary.tokens(example.source());
    }
    if (dim.name().equals("token") && dim.isKnown() && dim.size() == vocabulary.size()) {
      return vocabulary.tokens(IntStream.range(0, vocabulary.size()).toArray());
    }
    if (dim.name().equals("output") && dim.isKnown() && dim.size() == presentation.outputs()) {
      return IntStream.range(0, presentation.outputs()).mapToObj(this::output).toList();
    }
    return List.of();
  }

  private static boolean isAsLongAs(Dim dim, String sequence) {
    return dim.extent().equals(Polynomial.symbol(sequence));
  }

  private String output(int index) {
    return presentation.writes()
        ? presentation.vocabulary().token(index)
        : presentation.showAnswer(new int[] {index});
  }
}
