package org.ablate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ablate.conformance.Check;
import org.ablate.conformance.Conformance;
import org.ablate.conformance.ConformanceException;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokenizers and tasks with one mistake each, and the check that tells it. */
class BrokenTokenizersAndTasksTest {

  /** A token for each of 256 code units; the mistakes are in its parts. */
  private record Units(int shift, int size, String saved) implements Tokenizer, FittedTokenizer {
    @Override
    public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
      return this;
    }

    @Override
    public FittedTokenizer restore(Map<String, Object> document) {
      return new Units(Integer.parseInt((String) document.get("shift")), size, saved);
    }

    @Override
    public List<String> tokens() {
      return Stream.iterate(0, i -> i + 1).limit(size).map(String::valueOf).toList();
    }

    @Override
    public int[] encode(String text) {
      return text.chars().map(c -> (c + shift) % 256).toArray();
    }

    @Override
    public String decode(int[] ids) {
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        text.append((char) id);
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> save() {
      return Map.of("shift", saved);
    }
  }

  /** Tokens that are all the same, and what is saved of them. */
  private record Saving(Map<String, Object> save) implements Tokenizer, FittedTokenizer {
    @Override
    public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
      return this;
    }

    @Override
    public FittedTokenizer restore(Map<String, Object> document) {
      int size = (Integer) document.get("size");
      return new Saving(Map.of("size", size));
    }

    @Override
    public List<String> tokens() {
      return List.of("a", "a");
    }

    @Override
    public int[] encode(String text) {
      return new int[text.length()];
    }

    @Override
    public String decode(int[] ids) {
      return "a".repeat(ids.length);
    }
  }

  private record Forgetful() implements Tokenizer {
    private static final AtomicInteger FITTED = new AtomicInteger(256);

    @Override
    public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
      return new Units(0, FITTED.incrementAndGet(), "0");
    }

    @Override
    public FittedTokenizer restore(Map<String, Object> saved) {
      return fit(List.of(), DataFiles.none());
    }
  }

  private record Leaking() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return List.of(new Example.Text("a"), new Example.Text(split.name()));
    }
  }

  /** The same example twice in each split. */
  private record Given(Class<? extends Example> exampleType, Function<Split, Example> of)
      implements Task {
    @Override
    public List<Example> examples(Split split, DataFiles files, long seed) {
      return List.of(of.apply(split), of.apply(split));
    }
  }

  private static Task pairs(Function<Split, Example> of) {
    return new Given(Example.Pair.class, of);
  }

  private record Unseeded() implements Task {
    private static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return List.of(new Example.Text("example " + ASKED.incrementAndGet()));
    }
  }

  private record OfAnotherType() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Pair.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return List.of(new Example.Text(split.name()));
    }
  }

  private record WithoutTest() implements Task {
    @Override
    public Class<? extends Example> exampleType() {
      return Example.Text.class;
    }

    @Override
    public List<Example.Text> examples(Split split, DataFiles files, long seed) {
      return split == Split.TEST ? List.of() : List.of(new Example.Text(split.name()));
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            Variant.tokenizer("acme/few", new Units(0, 100, "0")),
            "every id has a token",
            "encode(\"the question is 42\") gives the id 116, but there are 100 tokens"),
        Arguments.of(
            Variant.tokenizer("acme/shifted", new Units(1, 256, "1")),
            "what was encoded is decoded again",
            "\"to be or not to be\" is decoded as \"up!cf!ps!opu!up!cf\", which is not encoded as the same ids"),
        Arguments.of(
            Variant.tokenizer("acme/forgetful", new Forgetful()),
            "fitting twice gives the same tokens",
            "fitted to the same texts twice, it has other tokens"),
        Arguments.of(
            Variant.tokenizer("acme/lossy", new Units(0, 256, "3")),
            "what is saved is restored",
            "restore(save()) encodes \"the question is 42\" in another way"),
        Arguments.of(
            Variant.tokenizer("acme/whole", new Saving(Map.of("size", 256))),
            "what is saved is restored",
            """
            ClassCastException: class java.lang.Long cannot be cast to class java.lang.Integer \
            (java.lang.Long and java.lang.Integer are in module java.base of loader 'bootstrap')
              at org.ablate.testkit.BrokenTokenizersAndTasksTest$Saving.restore(BrokenTokenizersAndTasksTest.java:77)"""),
        Arguments.of(
            Variant.tokenizer("acme/object", new Saving(Map.of("size", Object.class))),
            "what is saved is restored",
            "save() gives what JSON does not hold: a document cannot hold a value of the type java.lang.Class; it holds maps with text as keys, lists, text, Long, Double, Boolean and null"),
        Arguments.of(
            Variant.tokenizer("acme/twins", new Saving(Map.of())),
            "no two ids have the same token",
            "the ids 0 and 1 are both of the token 'a'"),
        Arguments.of(
            Variant.task("acme/leaking", new Leaking()),
            "no example of one split is in another",
            "the splits train and validation share an input: a"),
        Arguments.of(
            Variant.task("acme/other-target", pairs(split -> new Example.Pair("a", split.name()))),
            "no example of one split is in another",
            "the splits train and validation share an input: a"),
        Arguments.of(
            Variant.task("acme/no-source", pairs(split -> new Example.Pair(null, "b"))),
            "examples have texts, and differ",
            "the split train has an example without a text: Pair[source=null, target=b]"),
        Arguments.of(
            Variant.task("acme/one-example", pairs(split -> new Example.Pair("", "b"))),
            "examples have texts, and differ",
            "all 2 examples of the split train are the same: Pair[source=, target=b]"),
        Arguments.of(
            Variant.task("acme/any", new Given(Example.class, split -> new Example.Text("a"))),
            "every split has examples of the type that it states",
            "exampleType() is Example, but must be the one kind that all examples are, such as Example.Pair"),
        Arguments.of(
            Variant.task("acme/unseeded", new Unseeded()),
            "the same seed gives the same examples",
            "the split train has other examples when it is asked again with the same seed"),
        Arguments.of(
            Variant.task("acme/other-type", new OfAnotherType()),
            "every split has examples of the type that it states",
            "exampleType() is Pair, but the split train has a Text"),
        Arguments.of(
            Variant.task("acme/without-test", new WithoutTest()),
            "every split has examples of the type that it states",
            "the split test has no examples"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_told_by_its_check(Variant variant, String name, String message) {
    try (Conformance conformance = Conformance.open()) {
      Check check =
          conformance.checks(variant).stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow();

      assertEquals(message, assertThrows(ConformanceException.class, check::run).getMessage());
    }
  }

  @Test
  void a_task_that_refuses_its_default_settings_is_skipped_with_its_reason() {
    Task refusing =
        pairs(
            split -> new Example.Pair("a", "b".repeat(new Random(1).nextInt(split.ordinal() - 9))));

    try (Conformance conformance = Conformance.open()) {
      List<Check> checks = conformance.checks(Variant.task("acme/refusing", refusing));

      assertEquals(1, checks.size());
      assertEquals(Optional.of("bound must be positive"), checks.get(0).run().skipped());
    }
  }

  @Test
  void a_task_that_breaks_down_fails_its_checks() {
    Task broken = pairs(split -> Optional.<Example>empty().orElseThrow());

    try (Conformance conformance = Conformance.open()) {
      for (Check check : conformance.checks(Variant.task("acme/broken", broken))) {
        assertThrows(ConformanceException.class, check::run);
      }
    }
  }
}
