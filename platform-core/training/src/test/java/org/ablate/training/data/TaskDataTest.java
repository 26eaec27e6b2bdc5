package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.junit.jupiter.api.Test;

class TaskDataTest {

  @Test
  void the_vocabulary_is_that_of_the_examples_for_training() {
    TaskData data =
        prepare(
            Example.Pair.class,
            List.of(new Example.Pair("a", "b")),
            List.of(new Example.Pair("x", "y")));

    assertEquals(List.of("a", "b"), data.presentation().vocabulary().tokenizer().tokens());
  }

  @Test
  void training_sees_whole_windows_and_evaluation_the_rest_too() {
    TaskData data =
        prepare(
            Example.Text.class,
            List.of(new Example.Text("abcdefghij")),
            List.of(new Example.Text("abcdef")));

    assertEquals(2, data.encoded().get(Split.TRAIN).size());
    assertEquals(2, data.encoded().get(Split.TEST).size());
    assertEquals(1, data.encoded().get(Split.TEST).get(1).tokens().length);
  }

  @Test
  void a_split_without_examples_is_named() {
    refuses(
        "there are no validation examples",
        Example.Pair.class,
        List.of(new Example.Pair("a", "b")),
        List.of());
  }

  @Test
  void a_text_shorter_than_a_window_is_refused() {
    refuses(
        "the text for training has fewer than 5 tokens, which is one window of sequence_length + 1",
        Example.Text.class,
        List.of(new Example.Text("abcd")),
        List.of(new Example.Text("ab")));
  }

  @Test
  void examples_without_a_label_are_left_out_unless_all_are() {
    Example labeled = new Example.Tagged(List.of("a"), Tags.of("x"));
    Example unlabeled = new Example.Tagged(List.of("a"), Tags.of((String) null));

    assertEquals(
        1,
        prepare(Example.Tagged.class, List.of(labeled, unlabeled), List.of(labeled))
            .encoded()
            .get(Split.TRAIN)
            .size());
    refuses(
        "none of the validation examples has a label",
        Example.Tagged.class,
        List.of(labeled),
        List.of(unlabeled));
  }

  @Test
  void sequences_longer_than_the_limit_are_cut_and_counted() {
    TaskData data =
        TaskData.prepare(
            new Fixed(
                Example.Pair.class,
                List.of(new Example.Pair("abcde", "ab"), new Example.Pair("a", "b")),
                List.of(new Example.Pair("ab", "c"))),
            Architecture.ENCODER_DECODER,
            new Characters(),
            4,
            3,
            DataFiles.none(),
            1);

    assertEquals(Map.of(Split.TRAIN, 1, Split.VALIDATION, 0, Split.TEST, 0), data.cut());
    assertEquals(
        List.of(3, 1),
        data.encoded().get(Split.TRAIN).stream().map(example -> example.source().length).toList());
  }

  @Test
  void a_sequence_that_a_model_cannot_read_is_refused() {
    TaskData data =
        prepare(
            Example.Pair.class,
            List.of(new Example.Pair("a", "b"), new Example.Pair("abcde", "b")),
            List.of(new Example.Pair("x", "y")));

    data.requireNoLongerThan(5);
    assertEquals(
        "the train example 2 has 5 tokens, but the positional encoding of the model has 4 positions: let it have more, or set training.max_length to 4 to cut what is longer",
        assertThrows(IllegalArgumentException.class, () -> data.requireNoLongerThan(4))
            .getMessage());
  }

  private static void refuses(
      String message,
      Class<? extends Example> type,
      List<? extends Example> training,
      List<? extends Example> others) {
    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> prepare(type, training, others));
    assertEquals(message, mistake.getMessage());
  }

  private static TaskData prepare(
      Class<? extends Example> type,
      List<? extends Example> training,
      List<? extends Example> others) {
    Architecture architecture =
        Map.of(
                Example.Pair.class,
                Architecture.ENCODER_DECODER,
                Example.Text.class,
                Architecture.DECODER,
                Example.Tagged.class,
                Architecture.ENCODER)
            .get(type);
    return TaskData.prepare(
        new Fixed(type, training, others),
        architecture,
        new Characters(),
        4,
        0,
        DataFiles.none(),
        1);
  }

  private record Fixed(
      Class<? extends Example> exampleType,
      List<? extends Example> training,
      List<? extends Example> others)
      implements Task {
    @Override
    public List<? extends Example> examples(Split split, DataFiles files, long seed) {
      return split == Split.TRAIN ? training : others;
    }
  }
}
