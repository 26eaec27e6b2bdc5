package org.ablate.app.command;

import org.ablate.app.RequestException;
import org.ablate.document.DocumentException;
import org.ablate.host.PluginRefusedException;
import org.ablate.model.CompositionException;
import org.ablate.registry.UnknownRunException;
import org.ablate.tensor.TensorException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in words, and decides whose fault it was. */
final class Failures {
  private Failures() {}

  static int report(Exception exception, CommandLine command, boolean debug) {
    String message =
        exception.getMessage() == null
            ? exception.getClass().getSimpleName()
            : exception.getMessage();
    command.getErr().println(message);
    if (debug) {
      exception.printStackTrace(command.getErr());
    } else if (isUnexpected(exception)) {
      command.getErr().println("Run again with --debug to see where this comes from.");
    }
    return isRequest(exception) ? Ablate.WRONG : Ablate.FAILED;
  }

  /** A command line that cannot be read: what is wrong with it, and where help is. */
  static int report(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    command.getErr().println(exception.getMessage());
    UnmatchedArgumentException.printSuggestions(exception, command.getErr());
    command.getErr().printf("See: %s --help%n", command.getCommandSpec().qualifiedName());
    return Ablate.WRONG;
  }

  private static boolean isRequest(Exception exception) {
    return exception instanceof RequestException
        || exception instanceof PluginRefusedException
        || exception instanceof UnknownRunException
        || exception instanceof DocumentException
        || exception instanceof CompositionException
        || exception instanceof TensorException;
  }

  private static boolean isUnexpected(Exception exception) {
    return exception instanceof NullPointerException
        || exception instanceof IllegalStateException
        || exception instanceof IndexOutOfBoundsException
        || exception instanceof ClassCastException;
  }
}
