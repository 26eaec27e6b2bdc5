package org.ablate.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Yaml;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentSchemaTest {
  /** With each setting written out wherever it may be stated, it would have 550,000 characters. */
  private static final int LARGEST = 300_000;

  private static final Variants BUILT_IN = ShippedExperimentsTest.builtIn();
  private static final Mapping DOCUMENT = ExperimentSchema.of(BUILT_IN);
  private static final Schema SCHEMA = schema(DOCUMENT);

  private static Schema schema(Mapping document) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Json.write(document));
  }

  private static List<String> errors(Schema schema, String yaml) {
    String json = Json.write(Yaml.read("experiment.yaml", yaml));
    return schema.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  static List<Path> files() throws IOException {
    return ShippedExperimentsTest.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_shipped_file_is_valid(Path file) throws IOException {
    assertEquals(List.of(), errors(SCHEMA, Files.readString(file)));
  }

  @Test
  void the_examples_of_the_format_are_valid() throws IOException {
    String description = Files.readString(Path.of("..", "..", "experiments", "README.md"));
    String[] blocks = description.split("```yaml\n");
    for (String block : List.of(blocks).subList(1, blocks.length)) {
      String example = block.split("```")[0];
      String task = example.contains("task:") || example.contains("extends:") ? "" : "task: copy\n";
      assertEquals(List.of(), errors(SCHEMA, task + example));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task.name: copy",
        "{task: copy, model: {attention.window: 3}}",
        "{task: copy, training.optimizer.beta_1: 0.8}",
        "{task: copy, variants: {a: null, b: {model: {attention: null}}}}",
        "{task: copy, variants: {a: {grid: {model: {attention: {window: [1, 2]}}}}}}",
        "{task: copy, model: {attention: {name: sliding-window@0.1, window: 3}}}",
        "{extends: other.yaml}",
        "{task: copy, training: {steps: 1e4}, seeds: 3, baseline: {model.d_model: 64}}",
        "{task: copy, training: {steps: '10_000'}}",
        "{task: copy, define: {my/a: {attention: linear, output: gated-output}}, model.attention: my/a}",
        "{task: copy, initialize: {values: {embedding.weight: [[1, 2.5]], classifier: {bias: [0]}}}}",
      })
  void what_a_file_may_say_is_valid(String yaml) {
    assertEquals(List.of(), errors(SCHEMA, yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: no task",
        "{task: copying}",
        "{task: copy, modell: {}}",
        "{task: copy, model: {d_modell: 64}}",
        "{task: copy, model: {d_model: wide}}",
        "{task: copy, model: {n_layers: 0}}",
        "{task: copy, model: {n_layers: 1.5}}",
        "{task: copy, model: {dropout: 1}}",
        "{task: copy, model: {architecture: both}}",
        "{task: copy, model: {attention: sliding}}",
        "{task: copy, model: {attention: {name: sliding-window, windows: 3}}}",
        "{task: copy, model: {attention: {name: sliding-window, window: 0}}}",
        "{task: copy, model: {attention: {name: scaled-dot-product, window: 3}}}",
        "{task: copy, model.attention.windows: 3}",
        "{task: copy, training: {learning_rate: 0}}",
        "{task: copy, training: {optimizer: {beta_1: no}}}",
        "{task: copy, variants: {a: {model.atention: linear}}}",
        "{task: copy, variants: {a: {seeds: [1]}}}",
        "{task: copy, variants: {}}",
        "{task: copy, grid: {model.d_model: 64}}",
        "{task: copy, grid: {model.d_model: [64, 64]}}",
        "{task: copy, zip: {model.n_layers: [0, 1]}}",
        "{task: copy, seeds: []}",
        "{task: copy, seeds: 0}",
        "{task: copy, limit: 0}",
        "{task: copy, match: {parameters: 1%, flops: 1%}}",
        "{task: copy, match: {parameters: 100%}}",
        "{task: copy, budget: {hours: 1}}",
        "{task: copy, exclude: [{where: {model.d_model: 64}}]}",
        "{task: copy, tune: {training.learning_rate: 1e-3}}",
        "{task: copy, define: {my/a: {output: gated-output}}}",
        "{task: copy, initialize: {values: {embedding.weight: [[one]]}}}",
        "{task: copy, define: {my/a: {attention: linear, gate: gated-output}}}",
      })
  void what_no_file_may_say_is_not(String yaml) {
    assertNotEquals(List.of(), errors(SCHEMA, yaml));
  }

  @ParameterizedTest
  @CsvSource({
    "model.n_layers, minimum, 1",
    "model.dropout, exclusiveMaximum, 1.0",
    "training.learning_rate, exclusiveMinimum, 0.0",
    "training.steps, default, 1000",
    "training.batch_size, description, how many examples each step sees",
    "training.schedule, default, cosine",
  })
  void settings_have_ranges_defaults_and_descriptions(String path, String keyword, String value) {
    Map<?, ?> definitions = (Map<?, ?>) DOCUMENT.toJava().get("$defs");
    Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) definitions.get("variant")).get("properties");
    assertEquals(value, resolved(properties.get(path)).get(keyword).toString());
  }

  /** What a reference stands for, or a schema that is none. */
  private static Map<?, ?> resolved(Object schema) {
    Object reference = ((Map<?, ?>) schema).get("$ref");
    if (reference == null) {
      return (Map<?, ?>) schema;
    }
    Map<?, ?> definitions = (Map<?, ?>) DOCUMENT.toJava().get("$defs");
    return resolved(definitions.get(reference.toString().substring("#/$defs/".length())));
  }

  @Test
  void what_is_said_once_is_not_said_again() {
    int length = Json.write(DOCUMENT).length();
    assertTrue(length < LARGEST, "it has %d characters".formatted(length));
  }

  @Test
  void every_key_of_the_reader_is_in_it() {
    Map<?, ?> properties = (Map<?, ?>) DOCUMENT.toJava().get("properties");
    List<String> missing = new ArrayList<>(ExperimentReader.keys());
    missing.removeIf(properties::containsKey);
    assertEquals(List.of(), missing);
  }

  @Test
  void a_name_says_what_it_stands_for() {
    String schema = Json.write(DOCUMENT);
    for (InstalledVariant variant : BUILT_IN.all()) {
      String name = "\"const\":\"%s\",\"description\":\"".formatted(variant.variant().name());
      assertTrue(schema.contains(name), name);
    }
  }

  @Test
  void the_settings_of_a_third_party_are_in_it() {
    List<InstalledVariant> all = new ArrayList<>(BUILT_IN.all());
    all.add(
        new InstalledVariant(
            Variant.attention("acme/near", new Samples.SlidingWindow(16)),
            new PluginOrigin("com.acme", "1.0.0", "00")));
    Schema schema = schema(ExperimentSchema.of(new Variants(all)));

    assertEquals(
        List.of(),
        errors(schema, "{task: copy, model: {attention: {name: acme/near, window: 4}}}"));
    assertNotEquals(
        List.of(),
        errors(schema, "{task: copy, model: {attention: {name: acme/near, window: 0}}}"));
    assertNotEquals(
        List.of(), errors(schema, "{task: copy, model: {attention: {name: acme/near, size: 4}}}"));
    assertNotEquals(List.of(), errors(SCHEMA, "{task: copy, model: {attention: acme/near}}"));
  }

  @Test
  void a_variant_with_a_fault_spoils_no_other() {
    Mapping document = ExperimentSchema.of(Samples.INSTALLED);
    assertEquals(List.of(), errors(schema(document), "{task: dates, model: {attention: linear}}"));
  }
}
