package org.ablate.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.Example;
import org.ablate.tensor.Composite.CrossEntropy;

/**
 * Texts of which some tokens are asked for. Devlin et al. (2019), arXiv:1810.04805, §3.1 and
 * appendix A.1: of the tokens that are asked for eight in ten are hidden by a mask, one in ten is
 * another token, and one in ten is left as it is. Whole words: the authors' later models. In
 * training other tokens are hidden each time (Liu et al. 2019, arXiv:1907.11692, §4.1), otherwise
 * always the same.
 *
 * @param sequenceLength the most tokens of a sequence; longer texts are cut into several
 * @param fraction the part of the tokens that is asked for, at least one of a sequence
 * @param wholeWords whether words are hidden with all their tokens
 */
public record MaskedText(
    Vocabulary vocabulary, int sequenceLength, double fraction, boolean wholeWords)
    implements Presentation {
  private static final double HIDDEN = 0.8;
  private static final double REPLACED = 0.1;
  private static final String MASK = SpecialToken.MASK.text();
  private static final int FIRST_ORDINARY = SpecialToken.values().length;

  static MaskedText of(Vocabulary vocabulary, int sequenceLength, Example.Masked example) {
    return new MaskedText(vocabulary, sequenceLength, example.fraction(), example.wholeWords());
  }

  @Override
  public int outputs() {
    return vocabulary.size();
  }

  /** The texts with the masks that they always have outside of training. */
  @Override
  public List<EncodedExample> encode(List<? extends Example> examples) {
    List<EncodedExample> plain = new ArrayList<>();
    for (Example example : examples) {
      plain.addAll(sequences(((Example.Masked) example).text()));
    }
    return IntStream.range(0, plain.size())
        .mapToObj(i -> masked(plain.get(i), new SplittableRandom(i)))
        .toList();
  }

  /** A text's tokens with the numbers of their words, and nothing asked for. */
  private List<EncodedExample> sequences(String text) {
    List<int[]> tokens = new ArrayList<>();
    List<int[]> words = new ArrayList<>();
    for (String word : text.split("(?=\\s)")) {
      int[] ids = vocabulary.encode(word);
      words.add(Ids.repeat(tokens.size(), ids.length));
      tokens.add(ids);
    }
    int[] all = Ids.concat(tokens.toArray(int[][]::new));
    int[] numbers = Ids.concat(words.toArray(int[][]::new));
    int[] nothing = Ids.repeat((int) CrossEntropy.IGNORED, all.length);
    List<EncodedExample> sequences = new ArrayList<>();
    for (int from = 0; from < all.length; from += sequenceLength) {
      int to = Math.min(from + sequenceLength, all.length);
      sequences.add(
          new EncodedExample(
              new int[0],
              Ids.slice(all, from, to),
              Ids.slice(nothing, from, to),
              Ids.slice(numbers, from, to),
              Optional.empty()));
    }
    return sequences;
  }

  /** With other masks than it has. */
  private EncodedExample masked(EncodedExample example, SplittableRandom random) {
    int[] tokens = original(example);
    int[] labels = Ids.repeat((int) CrossEntropy.IGNORED, tokens.length);
    for (int place : chosen(example, random)) {
      labels[place] = tokens[place];
      tokens[place] = shown(tokens[place], random);
    }
    return new EncodedExample(
        example.source(), tokens, labels, example.words(), example.reference());
  }

  private static int[] original(EncodedExample example) {
    int[] tokens = example.tokens().clone();
    for (int i = 0; i < tokens.length; i++) {
      boolean asked = example.labels()[i] != CrossEntropy.IGNORED;
      tokens[i] = asked ? example.labels()[i] : tokens[i];
    }
    return tokens;
  }

  /** Places of tokens, or of all tokens of words, up to the fraction. */
  private List<Integer> chosen(EncodedExample example, SplittableRandom random) {
    int length = example.tokens().length;
    int count = Math.max(1, (int) Math.round(length * fraction));
    List<List<Integer>> units =
        new ArrayList<>(
            IntStream.range(0, length)
                .boxed()
                .collect(Collectors.groupingBy(i -> wholeWords ? example.words()[i] : i))
                .values());
    for (int i = units.size() - 1; i > 0; i--) {
      Collections.swap(units, i, random.nextInt(i + 1));
    }
    List<Integer> places = new ArrayList<>();
    for (List<Integer> unit : units) {
      if (places.isEmpty() || places.size() + unit.size() <= count) {
        places.addAll(unit);
      }
    }
    return places;
  }

  private int shown(int token, SplittableRandom random) {
    double chance = random.nextDouble();
    if (chance < HIDDEN) {
      return SpecialToken.MASK.id();
    }
    boolean replaced = chance < HIDDEN + REPLACED && vocabulary.size() > FIRST_ORDINARY;
    return replaced ? random.nextInt(FIRST_ORDINARY, vocabulary.size()) : token;
  }

  @Override
  public List<EncodedExample> forTraining(List<EncodedExample> examples, SplittableRandom random) {
    return examples.stream().map(example -> masked(example, random)).toList();
  }

  @Override
  public boolean asksEverywhere() {
    return false;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public Comparison comparison() {
    return Comparison.NONE;
  }

  /** A text in which {@code <mask>} stands for each token that is asked for. */
  @Override
  public EncodedExample question(String input) {
    List<int[]> parts = new ArrayList<>();
    for (String part : input.split("(?=" + MASK + ")|(?<=" + MASK + ")")) {
      parts.add(part.equals(MASK) ? new int[] {SpecialToken.MASK.id()} : vocabulary.encode(part));
    }
    return EncodedExample.of(Ids.concat(parts.toArray(int[][]::new)), new int[0]);
  }

  @Override
  public EncodedExample question(EncodedExample example) {
    return example;
  }

  /** The tokens that were asked for; of a question in text, what stands at every place. */
  @Override
  public String showAnswer(int[] answer) {
    return Arrays.stream(answer)
        .filter(id -> id != CrossEntropy.IGNORED)
        .mapToObj(vocabulary::token)
        .collect(Collectors.joining(" "));
  }
}
