package org.ablate.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.ablate.conformance.Check;
import org.ablate.conformance.Conformance;
import org.ablate.document.Mapping;
import org.ablate.document.Problem;
import org.ablate.document.Problems;
import org.ablate.document.Settings;
import org.ablate.document.Yaml;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.Variants;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DefinitionsTest {
  private static final Variants INSTALLED = installed();

  private static Variants installed() {
    DefinitionsTest.class.getModule().addUses(Plugin.class);
    return Variants.of(ServiceLoader.load(Plugin.class));
  }

  private static Variant defined(String yaml) {
    Problems problems = new Problems();
    Variants all =
        Definitions.ofExperiment(Yaml.read("a.yaml", "my/one: " + yaml), INSTALLED, problems);
    problems.throwIfAny();
    return all.find(Kind.ATTENTION, "my/one").orElseThrow().variant();
  }

  static Attention attention(String yaml) {
    return (Attention) defined(yaml).defaults();
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    Definitions.ofExperiment(Yaml.read("a.yaml", yaml), INSTALLED, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  @TestFactory
  Stream<DynamicTest> a_composed_attention_does_what_attentions_must() {
    Conformance conformance = Conformance.open();
    return Stream.of(
            "{attention: {name: sliding-window, window: 3}, query_key_norm: rms-norm, positional_encoding: rotary, output: gated-output}",
            "{attention: linear, query_key_norm: rms-norm}",
            "{attention: soft-cap, positional_encoding: alibi, values: value-residual, bias: forgetting}")
        .flatMap(yaml -> conformance.checks(defined(yaml)).stream())
        .map(DefinitionsTest::test)
        .onClose(conformance::close);
  }

  private static DynamicTest test(Check check) {
    return DynamicTest.dynamicTest(
        check.name(), () -> check.run().skipped().ifPresent(reason -> Assumptions.abort(reason)));
  }

  @Test
  void it_honours_what_all_its_pieces_honour() {
    assertEquals(
        EnumSet.of(Capability.CAUSAL, Capability.SCORE_BIAS, Capability.INCREMENTAL),
        attention("{attention: scaled-dot-product, positional_encoding: rotary, bias: forgetting}")
            .capabilities());
  }

  @Test
  void a_norm_of_queries_and_keys_leaves_rotation_to_the_model() {
    assertEquals(
        EnumSet.allOf(Capability.class),
        attention("{attention: scaled-dot-product, query_key_norm: rms-norm}").capabilities());
  }

  @Test
  void it_says_what_it_is_made_of_and_by_whom_its_pieces_are() {
    Variant variant =
        defined(
            "{summary: near and gated, attention: {name: sliding-window, window: 8}, output: gated-output}");

    assertEquals(
        "near and gated (attention: {name: sliding-window, window: 8}, output: gated-output)",
        variant.summary());
    assertEquals(3, variant.papers().size(), variant.papers().toString());
  }

  @Test
  void it_has_no_settings_that_could_be_stated() {
    assertEquals(
        Mapping.empty(), Settings.write((Record) defined("{attention: linear}").defaults()));
  }

  @Test
  void a_definition_may_use_those_before_it() {
    assertEquals(
        List.of(),
        problems("{my/a: {attention: linear}, my/b: {attention: my/a, output: gated-output}}"));
  }

  @Test
  void a_definition_without_an_attention_is_a_problem() {
    List<String> problems = problems("my/one: {query_key_norm: rms-norm}");
    assertEquals(1, problems.size());
    assertTrue(
        problems.get(0).startsWith("a.yaml:1:9: 'attention' must be stated; known: additive, "),
        problems.get(0));
  }

  @Test
  void an_unknown_piece_is_placed() {
    assertEquals(
        List.of(
            "a.yaml:2:3: unknown key 'query_norm'; did you mean 'query_key_norm'? Known: summary, attention, query_key_norm, positional_encoding, bias, values, output"),
        problems("my/one:\n  query_norm: rms-norm\n  attention: linear"));
  }

  @Test
  void settings_of_pieces_are_checked() {
    assertEquals(
        List.of("a.yaml:1:52: window must be at least 1, got 0"),
        problems("my/one: {attention: {name: sliding-window, window: 0}}"));
  }

  @Test
  void a_whole_layer_is_no_piece() {
    assertEquals(
        List.of(
            "a.yaml:1:21: 'gru' is a whole layer of its own, which nothing can be composed with"),
        problems("my/one: {attention: gru}"));
  }

  @Test
  void a_step_that_an_attention_does_not_have_is_a_problem() {
    assertEquals(
        List.of(
            "a.yaml:1:37: attention 'additive' leaves the output as it is; those that do not: gated-output"),
        problems("my/one: {attention: linear, output: additive}"));
  }

  @Test
  void positions_of_embeddings_are_the_models() {
    assertEquals(
        List.of(
            "a.yaml:1:50: positional encoding 'sinusoidal' does not act on queries, keys or scores; state it as the model's 'positional_encoding'"),
        problems("my/one: {attention: linear, positional_encoding: sinusoidal}"));
  }

  @Test
  void positions_on_scores_need_an_attention_that_has_some() {
    assertEquals(
        List.of(
            "a.yaml:1:50: attention 'linear' cannot honour a bias on its scores, which positional encoding 'alibi' needs"),
        problems("my/one: {attention: linear, positional_encoding: alibi}"));
  }

  @Test
  void positions_that_change_magnitudes_need_an_attention_that_sees_them() {
    assertEquals(
        List.of(
            "a.yaml:1:61: attention 'cosine-similarity' cannot honour the magnitude of queries and keys, which positional encoding 'xpos' changes"),
        problems("my/one: {attention: cosine-similarity, positional_encoding: xpos}"));
  }

  @Test
  void whether_magnitudes_count_is_for_its_kernel_to_say() {
    assertFalse(attention("{attention: cosine-similarity}").seesMagnitude());
  }

  @Test
  void an_experiments_own_names_are_told_from_others() {
    assertEquals(
        List.of(
            "a.yaml:1:1: 'near' must begin with 'my/', as all names do that an experiment defines, such as 'my/near'"),
        problems("near: {attention: linear}"));
  }

  @Test
  void a_definition_that_is_no_mapping_is_a_problem() {
    assertEquals(
        List.of(
            "a.yaml:1:9: 'my/one' must be a mapping with the key 'attention', and any of summary, attention, query_key_norm, positional_encoding, bias, values, output"),
        problems("my/one: linear"));
  }
}
