package org.ablate.data;

/** Who wants to know how a download goes. */
public interface DownloadListener {

  /** Nobody. */
  DownloadListener NONE = (file, bytes) -> {};

  /**
   * Some of a file is here.
   *
   * @param bytes how much of it, what an earlier attempt fetched included
   */
  void fetched(RemoteFile file, long bytes);
}
