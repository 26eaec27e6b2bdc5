package org.ablate.document;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;

/** Text that people give to the platform, and text that it writes. */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextFile() {}

  /**
   * The text of a file in UTF-8, without a byte order mark. A file whose name ends in {@code .gz}
   * is decompressed.
   *
   * @param maxBytes the size from which on its text is refused
   * @throws DocumentException if it is missing, cannot be read, is too large or is not UTF-8
   */
  public static String read(Path file, int maxBytes) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new DocumentException(Location.whole(name), "this is a folder, not a file");
    }
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(maxBytes);
      if (in.read() >= 0) {
        throw tooLarge(name, maxBytes);
      }
      return decode(name, bytes);
    } catch (NoSuchFileException e) {
      throw new DocumentException(Location.whole(name), "there is no such file");
    } catch (AccessDeniedException e) {
      throw new DocumentException(Location.whole(name), "there is no permission to read the file");
    } catch (IOException e) {
      throw new DocumentException(Location.whole(name), "the file cannot be read: " + e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  static DocumentException tooLarge(String name, int maxBytes) {
    return new DocumentException(
        Location.whole(name),
        "the file is larger than %d MiB, the most that is read".formatted(maxBytes >> 20));
  }

  /**
   * Writes text as a file in UTF-8, in place of what is there. Whatever happens meanwhile, the file
   * is whole; once this is done, it is on the disk.
   *
   * @param file in a folder that exists
   */
  public static void write(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      try (FileChannel channel = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE)) {
        Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      discard(unfinished, e);
      throw e;
    }
  }

  private static void discard(Path unfinished, IOException cause) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static String decode(String name, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    String plain = marked ? text.substring(1) : text;
    if (result.isError()) {
      throw new DocumentException(
          Location.after(name, plain),
          "the byte 0x%02X is not UTF-8; save the file as UTF-8".formatted(in.get()));
    }
    return plain;
  }
}
