package org.ablate.experiment;

import static org.ablate.experiment.Reading.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentProblemsTest {

  @Test
  void a_list_is_no_experiment() {
    assertEquals(
        "test.yaml:1:1: an experiment is a mapping with at least the key 'task'",
        failure("- task: dates"));
  }

  @Test
  void a_task_must_be_stated() {
    assertEquals("test.yaml:1:1: 'task' must be stated; known: dates, tags, text", failure("{}"));
  }

  @Test
  void an_unknown_key_is_shown_wherever_it_is() {
    assertEquals(
        """
        test.yaml:1:21: unknown key 'year'; did you mean 'first_year'? Known: first_year, examples, name
        test.yaml:2:9: unknown key 'd_mode'; did you mean 'd_model'? Known: architecture, d_model, n_heads, n_layers, d_ff, dropout, stochastic_depth, tied_layers, tie_embeddings, scale_embeddings, attention, cross_attention, positional_encoding, normalization, feed_forward, placement
        test.yaml:3:1: unknown key 'trainin'; did you mean 'training'? Known: name, description, seeds, baseline, limit, task, tokenizer, model, initialize, training, decoding, evaluation, define, variants, grid, zip, exclude, tune, match, budget, halving, extends
        test.yaml:4:12: unknown key 'length'; did you mean 'max_length'? Known: max_length, beam, length_penalty, temperature, top_k, top_p, min_p, repetition_penalty""",
        failure(
            """
            task: {name: dates, year: 1}
            model: {d_mode: 1}
            trainin: {}
            decoding: {length: 1}
            """));
  }

  @Test
  void an_unknown_variant_is_shown_with_the_nearest_and_all_known_ones() {
    assertEquals(
        """
        test.yaml:1:7: unknown task 'date'; did you mean 'dates'? Known: dates, tags, text
        test.yaml:2:20: unknown attention 'liner'; did you mean 'linear'? Known: by-place, eight-heads, linear, scaled-dot-product, sliding-window
        test.yaml:2:57: unknown positional encoding 'rope'; known: alibi, learned, sinusoidal""",
        failure("task: date\nmodel: {attention: liner, positional_encoding: {  name: rope}}"));
  }

  @Test
  void a_list_is_no_component() {
    assertEquals(
        "test.yaml:1:7: 'task' must be a name, or a mapping with a name and settings",
        failure("task: [dates]"));
  }

  @Test
  void a_word_is_no_section() {
    assertEquals(
        "test.yaml:2:11: 'training' must be a mapping of settings",
        failure("task: dates\ntraining: fast"));
  }

  @Test
  void a_value_out_of_range_is_shown_wherever_it_is() {
    assertEquals(
        """
        test.yaml:2:54: window must be at least 1, got 0
        test.yaml:2:67: dropout must be in [0, 1), got 2.0
        test.yaml:3:25: batch_size must be at least 1, got 0
        test.yaml:4:24: max_length must be at least 1, got 0""",
        failure(
            """
            task: dates
            model: {attention: {name: sliding-window,    window: 0}, dropout: 2}
            training: {batch_size:  0}
            decoding: {max_length: 0}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "beam: 0 | 18: beam must be at least 1, got 0",
        "length_penalty: -1 | 28: length_penalty must be at least 0, got -1.0",
        "temperature: -1 | 25: temperature must be at least 0, got -1.0",
        "top_k: -1 | 19: top_k must be at least 0, got -1",
        "top_p: 0 | 19: top_p must be above 0 and at most 1, got 0.0",
        "min_p: 2 | 19: min_p must be from 0 to 1, got 2.0",
        "repetition_penalty: 0.5 | 32: repetition_penalty must be at least 1, got 0.5",
        "beam: 2, temperature: 1 | 11: beam search keeps the most likely answers and draws no token: state beam or temperature, not both",
        "top_k: 5 | 19: top_k, top_p and min_p say which tokens may be drawn, but none is drawn: state a temperature, too"
      })
  void answers_cannot_be_written_in_impossible_ways(String settings, String message) {
    assertEquals(
        "test.yaml:3:" + message,
        failure("task: dates\nmodel: {architecture: decoder}\ndecoding: {%s}".formatted(settings)));
  }

  @Test
  void a_variant_must_change_sections_that_exist() {
    assertEquals(
        """
        test.yaml:2:16: unknown key 'mode'; did you mean 'model'? Known: task, tokenizer, model, initialize, training, decoding, evaluation, grid, zip
        test.yaml:2:45: unknown key 'seeds'; known: task, tokenizer, model, initialize, training, decoding, evaluation, grid, zip""",
        failure("task: dates\nvariants: {a: {mode.attention: linear}, b: {seeds: [1]}}"));
  }

  @Test
  void what_is_wrong_in_one_variant_is_said_to_be_wrong_there() {
    assertEquals(
        """
        test.yaml:3:24: in variant 'a': unknown attention 'liner'; did you mean 'linear'? Known: by-place, eight-heads, linear, scaled-dot-product, sliding-window
        test.yaml:5:26: in variants 'c', 'd': 'n_layers' must be a whole number, but is the text 'two'""",
        failure(
            """
            task: dates
            variants:
              a: {model.attention: liner}
              b: {}
              c: &c {model.n_layers: two}
              d: *c
            """));
  }

  @Test
  void what_is_wrong_in_the_base_is_said_once() {
    assertEquals(
        "test.yaml:2:20: unknown attention 'x'; known: by-place, eight-heads, linear, scaled-dot-product, sliding-window",
        failure("task: dates\nmodel: {attention: x}\nvariants: {a: {}, b: {model.n_layers: 1}}"));
  }

  @Test
  void variants_must_not_be_empty() {
    assertEquals(
        "test.yaml:2:11: 'variants' must be a mapping from at least one name to what the variant changes",
        failure("task: dates\nvariants: {}"));
    assertEquals(
        "test.yaml:2:11: 'variants' must be a mapping from at least one name to what the variant changes",
        failure("task: dates\nvariants: [linear]"));
  }

  @Test
  void a_word_is_no_change() {
    assertEquals(
        "test.yaml:2:15: variant 'a' must be a mapping of what it changes, such as {model.attention: linear}",
        failure("task: dates\nvariants: {a: linear}"));
  }

  @Test
  void variants_must_differ() {
    assertEquals(
        "test.yaml:2:19: variant 'b' is the same as 'a'",
        failure("task: dates\nvariants: {a: {}, b: {model.n_layers: 2}}"));
  }

  @Test
  void a_name_cannot_lead_out_of_the_folder_of_runs() {
    assertEquals(
        """
        test.yaml:2:7: '../../home' cannot be the name of an experiment: at most 100 letters, digits, '-' and '_', of which the first is a letter or a digit
        test.yaml:3:12: '/etc' cannot be the name of a variant: at most 200 letters, digits and '-', '_', '=', ',', '.', of which the first is a letter or a digit""",
        failure("task: dates\nname: ../../home\nvariants: {/etc: {}}"));
  }

  @Test
  void a_path_has_no_empty_keys() {
    assertEquals(
        "test.yaml:2:16: 'model..attention' is no path: a path is keys with '.' between them, such as model.d_model",
        failure("task: dates\nvariants: {a: {model..attention: linear}}"));
  }

  @Test
  void a_setting_is_changed_once() {
    assertEquals(
        "test.yaml:2:49: 'model.attention' is also set at test.yaml:2:16",
        failure(
            "task: dates\nvariants: {a: {model.attention: linear, model: {attention: linear}}}"));
  }

  @Test
  void the_baseline_is_one_of_the_variants() {
    assertEquals(
        "test.yaml:3:11: unknown variant 'liner'; did you mean 'linear'? Known: linear, plain",
        failure(
            "task: dates\nvariants: {linear: {model.attention: linear}, plain: {}}\nbaseline: liner"));
  }

  @Test
  void seeds_must_exist_and_differ() {
    assertEquals(
        "test.yaml:2:8: seeds must hold at least one number", failure("task: dates\nseeds: []"));
    assertEquals(
        "test.yaml:2:8: seeds must differ, or runs would be the same: [1, 2, 1]",
        failure("task: dates\nseeds: [1, 2, 1]"));
  }

  @Test
  void an_illegal_combination_is_placed_where_it_is_chosen() {
    assertEquals(
        "test.yaml:2:49: attention 'linear' cannot honour a bias on its scores, which positional encoding 'alibi' needs",
        failure("task: dates\nmodel: {attention: linear, positional_encoding: alibi}"));
    assertEquals(
        "test.yaml:2:33: in variant 'a': attention 'sliding-window' cannot honour keys and values of another sequence, which an encoder-decoder needs; set 'cross_attention' to one that can",
        failure("task: dates\nvariants: {a: {model.attention: sliding-window}, b: {}}"));
  }

  @Test
  void an_architecture_that_the_task_does_not_fit_is_refused() {
    assertEquals(
        "test.yaml:2:23: the task gives pairs of texts, which need the architecture decoder or encoder-decoder, not encoder",
        failure("task: dates\nmodel: {architecture: encoder}"));
  }

  @Test
  void cross_attention_without_effect_is_refused() {
    assertEquals(
        "test.yaml:2:49: 'cross_attention' has no effect: only the architecture encoder-decoder has it",
        failure("task: text\nmodel: {architecture: decoder, cross_attention: linear}"));
  }

  @Test
  void tied_embeddings_of_a_classifier_are_refused() {
    assertEquals(
        "test.yaml:2:1: 'tie_embeddings' needs a model that predicts tokens, but with the task 'tags' it tells classes apart; set it to false",
        failure("task: tags\nmodel: {architecture: decoder}"));
  }

  @Test
  void windows_longer_than_the_table_of_positions_are_refused() {
    assertEquals(
        "test.yaml:2:53: positional encoding 'learned' has 64 positions, but training.sequence_length is 128",
        failure("task: text\nmodel: {architecture: decoder, positional_encoding: learned}"));
  }

  @Test
  void testing_on_windows_longer_than_the_table_of_positions_is_refused() {
    assertEquals(
        "test.yaml:2:53: positional encoding 'learned' has 64 positions, but evaluation.sequence_lengths asks for 256",
        failure(
            """
            task: text
            model: {architecture: decoder, positional_encoding: learned}
            training: {sequence_length: 64}
            evaluation: {sequence_lengths: [64, 256]}
            """));
  }

  @Test
  void testing_on_windows_without_running_text_is_refused() {
    assertEquals(
        "test.yaml:2:1: 'evaluation.sequence_lengths' has no effect: the task 'dates' has no running text",
        failure("task: dates\nevaluation: {sequence_lengths: [64]}"));
  }

  @Test
  void an_optimizer_that_there_is_not_is_refused() {
    assertEquals(
        "test.yaml:2:30: unknown value of 'optimizer' 'lyon'; did you mean 'lion'? Known: adamw, adam, adafactor, lion, muon, sgd",
        failure("task: dates\ntraining: {optimizer: {name: lyon}}"));
  }

  @Test
  void a_setting_of_another_optimizer_is_refused() {
    assertEquals(
        "test.yaml:2:35: unknown key 'beta_1'; known: momentum, nesterov, weight_decay, name",
        failure("task: dates\ntraining: {optimizer: {name: sgd, beta_1: 0.9}}"));
  }

  @Test
  void a_weight_decay_of_no_parameter_is_refused() {
    assertEquals(
        "test.yaml:2:43: no parameter is called 'embeding.*'; did you mean 'embedding.*'?",
        failure(
            "task: dates\ntraining: {weight_decay_of: [{parameters: embeding.*, weight_decay: 0}]}"));
    assertEquals(
        "test.yaml:2:43: no parameter is called 'experts.*'; there are embedding.weight, encoder.layer.0.self_attention.query.weight, encoder.layer.0.self_attention.query.bias, encoder.layer.0.self_attention.key.weight, encoder.layer.0.self_attention.key.bias, encoder.layer.0.self_attention.value.weight and 43 more",
        failure(
            "task: dates\ntraining: {weight_decay_of: [{parameters: experts.*, weight_decay: 0}]}"));
  }

  @Test
  void a_weight_decay_without_a_number_is_refused() {
    assertEquals(
        "test.yaml:2:30: the key 'weight_decay' is missing",
        failure("task: dates\ntraining: {weight_decay_of: [{parameters: embedding.*}]}"));
  }

  @Test
  void a_precision_that_there_is_not_is_refused() {
    assertEquals(
        "test.yaml:2:23: unknown value of 'precision' 'bfloat61'; did you mean 'bfloat16'? Known: float32, float64, bfloat16",
        failure("task: dates\ntraining: {precision: bfloat61}"));
  }

  @Test
  void activation_checkpointing_that_is_no_truth_value_is_refused() {
    assertEquals(
        "test.yaml:2:38: 'activation_checkpointing' must be true or false, but is the text 'layers'",
        failure("task: dates\ntraining: {activation_checkpointing: layers}"));
  }

  @Test
  void taking_weights_over_from_nowhere_is_refused() {
    assertEquals(
        "test.yaml:2:23: from must be stated: without a run to start from, nothing is taken over",
        failure("task: dates\ninitialize: {include: [embedding.*]}"));
  }

  @Test
  void stated_weights_that_are_no_numbers_are_refused() {
    assertEquals(
        """
        test.yaml:4:21: 'a' must have a number here, but has the text 'one'
        test.yaml:5:17: 'b' must have a list of 2 here, as before, but has a list of 3
        test.yaml:6:12: 'c' must have a number here, but has NaN
        test.yaml:7:7: 'd' must have a number here, but has nothing""",
        failure(
            """
            task: dates
            initialize:
              values:
                a: [[1, 2], [3, one]]
                b: [[1, 2], [3, 4, 5]]
                c: [1, .nan]
                d:
            """));
  }

  @Test
  void stated_weights_that_the_model_does_not_have_are_refused() {
    assertEquals(
        "test.yaml:4:29: unknown weight 'embeding.weight'; did you mean 'embedding.weight'? Known: embedding.weight, decoder.layer.0.self_attention.query.weight, decoder.layer.0.self_attention.query.bias, decoder.layer.0.self_attention.key.weight, decoder.layer.0.self_attention.key.bias, decoder.layer.0.self_attention.value.weight, decoder.layer.0.self_attention.value.bias, decoder.layer.0.self_attention.output.weight, decoder.layer.0.self_attention.output.bias",
        failure(
            """
            task: text
            model: {architecture: decoder, d_model: 4, n_heads: 1, n_layers: 1}
            initialize:
              values: {embeding.weight: [[1, 2, 3, 4]]}
            """));
  }

  @Test
  void stated_weights_of_another_shape_are_refused() {
    assertEquals(
        "test.yaml:4:30: 'embedding.weight' must have the shape [token, d_model=4], but [1, 2] is stated",
        failure(
            """
            task: text
            model: {architecture: decoder, d_model: 4, n_heads: 1, n_layers: 1}
            initialize:
              values: {embedding.weight: [[1, 2]]}
            """));
  }

  @Test
  void windows_of_no_tokens_are_refused() {
    assertEquals(
        "test.yaml:2:32: sequence_lengths must be at least 1, got 0",
        failure("task: text\nevaluation: {sequence_lengths: [0]}\nmodel: {architecture: decoder}"));
  }

  @Test
  void windows_longer_than_a_mixer_has_weights_for_are_refused() {
    assertEquals(
        "test.yaml:2:43: attention 'by-place' has 64 positions, but training.sequence_length is 128",
        failure("task: text\nmodel: {architecture: decoder, attention: by-place}"));
  }

  @Test
  void a_model_whose_shapes_do_not_fit_is_refused() {
    assertEquals(
        "test.yaml:2:12: in variant 'a': the model cannot be composed: eight-heads needs n_heads to be 8",
        failure("task: dates\nvariants: {a: {model.attention: eight-heads}, b: {}}"));
  }

  @Test
  void a_fault_of_a_plugin_is_told_as_such() {
    assertEquals(
        "test.yaml:2:23: feed forward 'faulty' of the plugin samples 1.0.0 has a fault: a document cannot hold a value of the type java.lang.Object",
        failure("task: dates\nmodel: {feed_forward: faulty}"));
    assertEquals(
        """
        test.yaml:1:1: the model cannot be composed: IllegalStateException: no licence
          at org.ablate.experiment.Samples$Throwing.transform(Samples.java:152)""",
        failure("task: dates\nmodel: {feed_forward: throwing}"));
  }

  @Test
  void an_option_without_a_value_is_refused() {
    assertEquals(
        "--set training.steps: an option is path=value, such as training.steps=100",
        failure("task: dates", "training.steps"));
  }

  @Test
  void an_option_for_an_unknown_path_is_refused() {
    assertEquals(
        "--set training.step=1: unknown key 'step'; did you mean 'steps'? Known: steps, batch_size, tokens_per_batch, sequence_length, max_length, optimizer, weight_decay_of, learning_rate, schedule, warmup_steps, gradient_clip_norm, gradient_clip_value, micro_batches, activation_checkpointing, averaging, label_smoothing, evaluate_every, patience, checkpoint_every, device, precision, threads",
        failure("task: dates", "training.step=1"));
  }

  @Test
  void an_option_with_a_wrong_value_is_refused() {
    assertEquals(
        """
        --set model.d_model=wide: 'd_model' must be a whole number, but is the text 'wide'
        --set model.n_heads=[: not YAML: while parsing a flow node: expected the node content, but found '<stream end>'
        --set training.batch_size=: 'batch_size' must be a whole number, but is empty""",
        failure("task: dates", "model.d_model=wide", "model.n_heads=[", "training.batch_size="));
  }

  @Test
  void options_do_not_contradict_each_other() {
    assertEquals(
        "--set training.steps=300: 'training.steps' is also set at --set training.steps=200",
        failure("task: dates", "training.steps=200", "training.steps=300"));
  }

  @Test
  void options_that_make_variants_the_same_are_refused() {
    assertEquals(
        "test.yaml:2:47: variant 'plain' is the same as 'linear'",
        failure(
            "task: dates\nvariants: {linear: {model.attention: linear}, plain: {}}",
            "model.attention=linear"));
  }
}
