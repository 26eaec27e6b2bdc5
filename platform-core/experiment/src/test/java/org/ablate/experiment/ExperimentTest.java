package org.ablate.experiment;

import static org.ablate.experiment.Reading.experiment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Yaml;
import org.ablate.experiment.Samples.Pairs;
import org.ablate.experiment.Samples.Sizes;
import org.ablate.experiment.Samples.SlidingWindow;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Lion;
import org.ablate.libtorch.Sgd;
import org.ablate.libtorch.WeightDecay;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.TransformerSettings;
import org.ablate.training.TrainingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentTest {
  private static final String SWEEP =
      """
      task: dates
      model: {n_layers: 3, attention: {name: sliding-window, window: 4}, cross_attention: linear}
      variants:
        windowed: {}
        wider: {model.attention.window: 8}
        plain: {model.attention: scaled-dot-product}
      """;

  private static List<Object> attentions(Experiment experiment) {
    return experiment.runs().stream()
        .<Object>map(run -> run.composition().parts().attention().component())
        .toList();
  }

  @Test
  void a_task_alone_is_an_experiment_with_one_run() {
    Experiment experiment = experiment("task: dates");
    RunPlan run = experiment.runs().get(0);
    assertEquals(1, experiment.runs().size());
    assertEquals("base", run.variant());
    assertEquals(1, run.seed());
    assertEquals("dates", run.composition().task().name());
    assertEquals(TransformerSettings.DEFAULTS, run.composition().model());
    assertEquals(TrainingSettings.DEFAULTS, run.composition().training());
    assertEquals(DecodingSettings.DEFAULTS, run.composition().decoding());
    assertEquals("character", run.composition().tokenizer().name());
    assertEquals(List.of(Samples.ORIGIN), run.composition().plugins());
  }

  @Test
  void every_section_is_laid_over_its_defaults() {
    Composition composition =
        experiment(
                """
                task: {name: text, file: corpus.txt}
                model:
                  architecture: decoder
                  d_model: 64
                  attention: {name: sliding-window, window: 8}
                  positional_encoding: {name: learned, length: 32}
                training:
                  steps: 1e4
                  sequence_length: 32
                  optimizer: {beta_2: 0.95}
                  schedule: inverse-square-root
                decoding: {max_length: 9}
                """)
            .runs()
            .get(0)
            .composition();
    assertEquals(new Choice<>("text", new Samples.Text("corpus.txt")), composition.task());
    assertEquals(Architecture.DECODER, composition.model().architecture());
    assertEquals(64, composition.model().dModel());
    assertEquals(TransformerSettings.DEFAULTS.nHeads(), composition.model().nHeads());
    assertEquals(new SlidingWindow(8), composition.parts().attention().component());
    assertEquals(10_000, composition.training().steps());
    assertEquals(new AdamW(0.9, 0.95, 1e-8, 0.01), composition.training().optimizer());
    assertEquals(9, composition.decoding().maxLength());
  }

  @Test
  void cross_attention_is_the_attention_where_none_is_stated() {
    Composition composition =
        experiment("{task: dates, model: {attention: linear}}").runs().get(0).composition();
    assertEquals(composition.parts().attention(), composition.parts().crossAttention());
  }

  @Test
  void each_variant_is_laid_over_the_base() {
    Experiment experiment = experiment(SWEEP);
    assertEquals(
        List.of("windowed", "wider", "plain"),
        experiment.runs().stream().map(RunPlan::variant).toList());
    assertEquals(
        List.of(new SlidingWindow(4), new SlidingWindow(8), new Samples.DotProduct()),
        attentions(experiment));
    assertEquals(3, experiment.runs().get(2).composition().model().nLayers());
  }

  @Test
  void paths_and_nested_mappings_say_the_same() {
    assertEquals(
        attentions(experiment(SWEEP)),
        attentions(
            experiment(
                SWEEP
                    .replace("{model.attention.window: 8}", "{model: {attention: {window: 8}}}")
                    .replace("{model.attention: s", "{model: {attention: {name: s")
                    .replace("product}", "product}}}"))));
  }

  @Test
  void an_optimizer_is_chosen_by_its_name() {
    assertEquals(
        new Lion(0.9, 0.99, 0.3),
        experiment("{task: dates, training: {optimizer: {name: lion, weight_decay: 0.3}}}")
            .runs()
            .get(0)
            .composition()
            .training()
            .optimizer());
    assertEquals(
        Sgd.DEFAULTS,
        experiment("{task: dates, training: {optimizer: sgd}}")
            .runs()
            .get(0)
            .composition()
            .training()
            .optimizer());
  }

  @Test
  void some_parameters_have_a_weight_decay_of_their_own() {
    assertEquals(
        List.of(new WeightDecay("embedding.*", 0), new WeightDecay("*.bias", 0.1)),
        experiment(
                """
                task: dates
                training:
                  weight_decay_of:
                    - {parameters: embedding.*, weight_decay: 0}
                    - {parameters: "*.bias", weight_decay: 0.1}
                """)
            .runs()
            .get(0)
            .composition()
            .training()
            .weightDecayOf());
  }

  @Test
  void a_component_under_another_name_takes_no_settings_over() {
    assertEquals(
        List.of(new SlidingWindow(16)),
        attentions(
            experiment(
                """
                task: dates
                model: {attention: linear, cross_attention: linear}
                variants: {windowed: {model.attention: {name: sliding-window}}}
                """)));
  }

  @Test
  void a_variant_can_add_settings_to_a_component_that_the_base_only_names() {
    assertEquals(
        List.of(new SlidingWindow(3)),
        attentions(
            experiment(
                """
                task: dates
                model: {attention: sliding-window, cross_attention: linear}
                variants: {narrow: {model.attention.window: 3}}
                """)));
  }

  @Test
  void null_takes_back_what_the_base_states() {
    Experiment experiment =
        experiment(
            """
            task: dates
            model: {cross_attention: linear}
            variants: {same: {model.cross_attention: null}}
            """);
    assertEquals(
        "scaled-dot-product",
        experiment.runs().get(0).composition().parts().crossAttention().name());
  }

  @Test
  void every_variant_is_run_with_every_seed() {
    Experiment experiment = experiment(SWEEP + "seeds: [3, 5]");
    assertEquals(
        List.of("windowed 3", "wider 3", "plain 3", "windowed 5", "wider 5", "plain 5"),
        experiment.runs().stream().map(run -> run.variant() + " " + run.seed()).toList());
  }

  @Test
  void options_are_laid_over_every_variant() {
    Experiment experiment =
        experiment(SWEEP, "model.n_layers=1", "task.examples.train=7", "seeds=[9]", "name=short");
    assertEquals(3, experiment.runs().size());
    for (RunPlan run : experiment.runs()) {
      assertEquals(1, run.composition().model().nLayers());
      assertEquals(new Pairs(1950, new Sizes(7, 10)), run.composition().task().component());
      assertEquals(9, run.seed());
    }
    assertEquals("short", experiment.header().name());
  }

  @Test
  void an_option_names_a_component_as_if_no_variant_had() {
    assertEquals(
        List.of(new Samples.Linear()),
        attentions(
            experiment(
                """
                task: dates
                model: {attention: sliding-window, cross_attention: linear}
                variants: {narrow: {model.attention.window: 3}}
                """,
                "model.attention={name: linear}")));
  }

  @Test
  void an_option_can_change_a_variant() {
    assertEquals(
        List.of(new SlidingWindow(4), new SlidingWindow(5), new Samples.DotProduct()),
        attentions(experiment(SWEEP, "variants.wider.model.attention.window=5")));
  }

  @Test
  void the_header_is_read() {
    Header header =
        experiment(SWEEP + "name: windows\ndescription: How wide?\nbaseline: plain\n").header();
    assertEquals(
        new Header("windows", "How wide?", List.of(1L), Optional.of("plain"), 1_000), header);
  }

  @Test
  void stated_weights_are_in_the_settings_of_the_run() {
    RunPlan run =
        experiment(
                """
                task: text
                model: {architecture: decoder, d_model: 2, n_heads: 1, n_layers: 1, dropout: 0}
                initialize:
                  values:
                    embedding.weight: [[1.87, 0.09], [0, 1], [-1, 2e-3]]
                    decoder.layer.0.self_attention: {query: {bias: [1, 2]}}
                """)
            .runs()
            .get(0);

    assertEquals(
        Map.of(
            "embedding.weight",
            new StatedWeight(List.of(3, 2), List.of(1.87, 0.09, 0.0, 1.0, -1.0, 0.002)),
            "decoder.layer.0.self_attention.query.bias",
            new StatedWeight(List.of(2), List.of(1.0, 2.0))),
        run.composition().initial().values());
    RunPlan repeated = experiment(Yaml.write(run.settings())).runs().get(0);
    assertEquals(run.composition(), repeated.composition());
  }

  @Test
  void what_is_known_of_the_weights_to_start_from_is_in_the_settings_of_every_run() {
    Experiment experiment =
        experiment("{task: dates, initialize: {from: pretrained}, seeds: 2}")
            .startingFrom(initial -> initial.withHash("f00d"));

    for (RunPlan run : experiment.runs()) {
      assertEquals(Optional.of("f00d"), run.composition().initial().hash());
      RunPlan repeated = experiment(Yaml.write(run.settings())).runs().get(0);
      assertEquals(run.composition(), repeated.composition());
    }
  }

  @Test
  void the_settings_of_a_run_are_an_experiment_with_that_run() {
    Experiment experiment = experiment(SWEEP + "seeds: [3, 5]\nname: windows\n");
    for (RunPlan run : experiment.runs()) {
      String yaml = Yaml.write(run.settings());
      Experiment again = experiment(yaml);
      assertEquals(1, again.runs().size());
      RunPlan repeated = again.runs().get(0);
      assertEquals("windows", again.header().name());
      assertEquals(run.variant(), repeated.variant());
      assertEquals(run.seed(), repeated.seed());
      assertEquals(run.composition(), repeated.composition());
      assertEquals(yaml, Yaml.write(repeated.settings()));
    }
  }

  @Test
  void the_settings_of_a_run_state_every_setting() {
    assertEquals(
        """
        name: test
        description: ""
        task:
          name: dates
          first_year: 1950
          examples:
            train: 100
            test: 10
        tokenizer: character
        model:
          architecture: encoder-decoder
          d_model: 128
          n_heads: 4
          n_layers: 2
          d_ff: 512
          dropout: 0.1
          stochastic_depth: 0.0
          tied_layers: false
          tie_embeddings: true
          scale_embeddings: true
          attention: scaled-dot-product
          cross_attention: scaled-dot-product
          positional_encoding: sinusoidal
          normalization:
            name: layer-norm
            epsilon: 1.0e-5
          feed_forward: relu
          placement: pre
        """,
        Yaml.write(
            experiment("task: dates")
                .runs()
                .get(0)
                .settings()
                .without("training")
                .without("decoding")
                .without("evaluation")
                .without("initialize")
                .without("seeds")
                .without("variants")));
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart.yaml, quickstart",
    "folder/my sweep (2).yml, my-sweep-2",
    "../.hidden.yaml, hidden",
    "日本.yaml, experiment"
  })
  void the_name_of_a_file_becomes_one_that_a_folder_can_have(Path file, String name) {
    assertEquals(name, Header.nameOf(file));
  }
}
