package org.ablate.data;

/**
 * A file of a data set.
 *
 * @param path relative to the cache, and to a mirror
 * @param url where it is fetched from
 * @param bytes its size
 * @param sha256 of its content, in hexadecimal
 */
public record RemoteFile(String path, String url, long bytes, String sha256) {}
