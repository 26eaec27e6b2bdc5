package org.ablate.training.data;

import java.util.List;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.Example;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * Pairs for a decoder: it reads the source, the separator and the target, and is asked for the
 * target and the end token.
 */
public record PairInOneSequence(Vocabulary vocabulary, Comparison comparison)
    implements Presentation {
  @Override
  public int outputs() {
    return vocabulary.size();
  }

  @Override
  public List<EncodedExample> encode(List<? extends Example> examples) {
    return examples.parallelStream().map(this::encode).toList();
  }

  private EncodedExample encode(Example example) {
    if (example instanceof Example.Translation pair) {
      return encode(pair.source(), pair.target()).withReference(pair.target());
    }
    Example.Pair pair = (Example.Pair) example;
    return encode(pair.source(), pair.target());
  }

  private EncodedExample encode(String sourceText, String targetText) {
    int[] source = vocabulary.encode(sourceText);
    int[] target = vocabulary.encode(targetText);
    int[] ignored = Ids.repeat((int) CrossEntropy.IGNORED, source.length);
    return EncodedExample.of(
        Ids.concat(prompt(source), target),
        Ids.concat(ignored, Ids.append(target, SpecialToken.EOS.id())));
  }

  private static int[] prompt(int[] source) {
    return Ids.append(source, SpecialToken.SEP.id());
  }

  @Override
  public boolean asksEverywhere() {
    return false;
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public EncodedExample question(String input) {
    return EncodedExample.of(prompt(vocabulary.encode(input)), new int[0]);
  }

  @Override
  public EncodedExample question(EncodedExample example) {
    int[] answer = Ids.counted(example.labels());
    int read = example.tokens().length - answer.length + 1;
    return new EncodedExample(
        example.source(),
        Ids.slice(example.tokens(), 0, read),
        answer,
        example.words(),
        example.reference());
  }

  @Override
  public String show(EncodedExample question) {
    int[] prompt = question.tokens();
    return vocabulary.show(Ids.slice(prompt, 0, prompt.length - 1));
  }

  @Override
  public String showAnswer(int[] answer) {
    return vocabulary.show(answer);
  }
}
