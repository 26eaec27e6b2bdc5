package org.ablate.training.data;

import java.util.List;
import java.util.Map;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.Example;
import org.ablate.tensor.Array;

/**
 * Pairs for an encoder–decoder: the encoder reads the source; the decoder reads the start token and
 * the target, and is asked for the target and the end token.
 */
public record SourceAndTarget(Vocabulary vocabulary, Comparison comparison)
    implements Presentation {
  private static final int[] START = {SpecialToken.BOS.id()};

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
    int[] target = vocabulary.encode(targetText);
    return new EncodedExample(
        vocabulary.encode(sourceText),
        Ids.concat(START, target),
        Ids.append(target, SpecialToken.EOS.id()));
  }

  @Override
  public Map<String, Array> inputs(List<EncodedExample> examples) {
    return Map.of(
        "source",
        Padded.tokens(examples, EncodedExample::source), // [batch, source]
        "target",
        Padded.tokens(examples, EncodedExample::tokens)); // [batch, target]
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public EncodedExample question(String input) {
    return new EncodedExample(vocabulary.encode(input), START, new int[0]);
  }

  @Override
  public EncodedExample question(EncodedExample example) {
    return new EncodedExample(
        example.source(), START, example.labels(), example.words(), example.reference());
  }

  @Override
  public String show(EncodedExample question) {
    return vocabulary.show(question.source());
  }

  @Override
  public String showAnswer(int[] answer) {
    return vocabulary.show(answer);
  }
}
