package org.ablate.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.Example;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * Units, such as words, with a class for some of them. What is asked of a unit of several tokens is
 * asked at the first, as in Devlin et al. (2019), arXiv:1810.04805, §5.3.
 */
public record TaggedSequence(Vocabulary vocabulary, List<String> classes) implements Presentation {
  public TaggedSequence {
    classes = List.copyOf(classes);
  }

  @Override
  public int outputs() {
    return classes.size();
  }

  @Override
  public List<EncodedExample> encode(List<? extends Example> examples) {
    Map<String, int[]> known = new HashMap<>(); // the same units occur again and again
    return examples.stream().map(example -> encode((Example.Tagged) example, known)).toList();
  }

  private EncodedExample encode(Example.Tagged tagged, Map<String, int[]> known) {
    List<int[]> tokens = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    for (int unit = 0; unit < tagged.units().size(); unit++) {
      int[] ofUnit = known.computeIfAbsent(tagged.units().get(unit), this::tokens);
      int[] asked = Ids.repeat((int) CrossEntropy.IGNORED, ofUnit.length);
      tagged.labels().get(unit).ifPresent(label -> asked[0] = Classes.indexOf(label, classes));
      tokens.add(ofUnit);
      labels.add(asked);
    }
    return EncodedExample.of(
        Ids.concat(tokens.toArray(int[][]::new)), Ids.concat(labels.toArray(int[][]::new)));
  }

  private int[] tokens(String unit) {
    int[] ids = vocabulary.encode(unit);
    return ids.length == 0 ? new int[] {SpecialToken.UNK.id()} : ids;
  }

  @Override
  public boolean writes() {
    return false;
  }

  /** Units with white space between them. */
  @Override
  public EncodedExample question(String input) {
    int[][] tokens =
        Arrays.stream(input.strip().split("\\s+")).map(this::tokens).toArray(int[][]::new);
    return EncodedExample.of(Ids.concat(tokens), new int[0]);
  }

  @Override
  public EncodedExample question(EncodedExample example) {
    return example;
  }

  @Override
  public String show(EncodedExample question) {
    return String.join(" ", vocabulary.tokens(question.tokens()));
  }

  /** The label of each unit, {@code ·} where none is asked for. */
  @Override
  public String showAnswer(int[] answer) {
    return Arrays.stream(answer)
        .mapToObj(label -> label == CrossEntropy.IGNORED ? "·" : classes.get(label))
        .collect(Collectors.joining(" "));
  }
}
