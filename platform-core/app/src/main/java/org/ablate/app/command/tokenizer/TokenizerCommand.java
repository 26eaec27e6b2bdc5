package org.ablate.app.command.tokenizer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tokenizers on their own. */
@Command(
    name = "tokenizer",
    description = "Train a tokenizer; turn text into token ids, and ids into text.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrainCommand.class, EncodeCommand.class, DecodeCommand.class})
public final class TokenizerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
