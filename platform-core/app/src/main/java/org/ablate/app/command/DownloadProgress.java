package org.ablate.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.ablate.data.DownloadListener;
import org.ablate.data.RemoteFile;

/** Shows how a download goes: a line that grows in a terminal, a line for each file elsewhere. */
final class DownloadProgress implements DownloadListener {
  private static final double MEGABYTE = 1e6;

  private final PrintWriter out;
  private final boolean terminal = System.console() != null;

  DownloadProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void fetched(RemoteFile file, long bytes) {
    boolean complete = bytes >= file.bytes();
    if (terminal || complete) {
      out.printf(
          Locale.ROOT,
          "%sfetched %s, %.1f of %.1f MB%s",
          terminal ? "\r" : "",
          file.path(),
          bytes / MEGABYTE,
          file.bytes() / MEGABYTE,
          complete ? System.lineSeparator() : "");
      out.flush();
    }
  }
}
