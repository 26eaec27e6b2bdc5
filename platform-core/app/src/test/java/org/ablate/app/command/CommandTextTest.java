package org.ablate.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTextTest {

  @Test
  void plain_arguments_stay_as_they_are() {
    assertEquals(
        "run experiments/quickstart.yaml --out=runs --set training.steps=10",
        CommandText.of(
            List.of(
                "run", "experiments/quickstart.yaml", "--out=runs", "--set", "training.steps=10")));
  }

  @Test
  void what_a_shell_would_read_differently_is_quoted() {
    assertEquals(
        "run 'my file.yaml' --set 'seeds=[1, 2]' 'it'\\''s' ''",
        CommandText.of(List.of("run", "my file.yaml", "--set", "seeds=[1, 2]", "it's", "")));
  }
}
