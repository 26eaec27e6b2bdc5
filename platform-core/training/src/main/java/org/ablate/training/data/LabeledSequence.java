package org.ablate.training.data;

import java.util.List;
import org.ablate.model.OutputHead;
import org.ablate.plugin.Example;
import org.ablate.tensor.Array;

/** Texts with a class for the whole. */
public record LabeledSequence(Vocabulary vocabulary, List<String> classes) implements Presentation {
  public LabeledSequence {
    classes = List.copyOf(classes);
  }

  @Override
  public int outputs() {
    return classes.size();
  }

  @Override
  public OutputHead head() {
    return OutputHead.SEQUENCE;
  }

  @Override
  public List<EncodedExample> encode(List<? extends Example> examples) {
    return examples.parallelStream().map(example -> encode((Example.Labeled) example)).toList();
  }

  private EncodedExample encode(Example.Labeled labeled) {
    return EncodedExample.of(
        vocabulary.encode(labeled.text()), new int[] {Classes.indexOf(labeled.label(), classes)});
  }

  @Override
  public Array labels(List<EncodedExample> examples) {
    long[] labels = examples.stream().mapToLong(example -> example.labels()[0]).toArray();
    return Array.of(labels, labels.length); // [batch]
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public EncodedExample question(String input) {
    return EncodedExample.of(vocabulary.encode(input), new int[0]);
  }

  @Override
  public EncodedExample question(EncodedExample example) {
    return example;
  }

  @Override
  public String showAnswer(int[] answer) {
    return classes.get(answer[0]);
  }
}
