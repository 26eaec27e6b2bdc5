package org.ablate.registry.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads TensorBoard's event files, from the formats as they are published and from nothing of the
 * writer's: its own checksum, bit by bit, and its own decoding.
 */
final class EventFile {

  /** An event of one scalar, or of the file's version. */
  record Event(double wallTime, long step, String version, String tag, float value) {}

  /** CRC-32C's polynomial, reflected. */
  private static final int CASTAGNOLI = 0x82f63b78;

  private EventFile() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      long length = bytes.getLong();
      require(bytes.getInt(), bytes, start, Long.BYTES);
      int data = bytes.position();
      bytes.position(data + Math.toIntExact(length));
      require(bytes.getInt(), bytes, data, Math.toIntExact(length));
      events.add(event(bytes.slice(data, Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static void require(int stated, ByteBuffer bytes, int start, int length) {
    int crc = ~0;
    for (int i = start; i < start + length; i++) {
      crc ^= bytes.get(i) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ CASTAGNOLI;
      }
    }
    crc = ~crc;
    int masked = (crc >>> 15 | crc << 17) + 0xa282ead8;
    if (masked != stated) {
      throw new AssertionError("wrong checksum at byte " + start);
    }
  }

  private static Event event(ByteBuffer message) {
    double wallTime = 0;
    long step = 0;
    String version = "";
    String tag = "";
    float value = 0;
    while (message.hasRemaining()) {
      int key = (int) varint(message);
      switch (key) {
        case 1 << 3 | 1 -> wallTime = message.getDouble();
        case 2 << 3 -> step = varint(message);
        case 3 << 3 | 2 -> version = text(message);
        case 5 << 3 | 2 -> {
          ByteBuffer summary = part(message);
          if (varint(summary) != (1 << 3 | 2)) {
            throw new AssertionError("a summary holds values");
          }
          ByteBuffer tagged = part(summary);
          while (tagged.hasRemaining()) {
            switch ((int) varint(tagged)) {
              case 1 << 3 | 2 -> tag = text(tagged);
              case 2 << 3 | 5 -> value = tagged.getFloat();
              default -> throw new AssertionError("an unknown field of a value");
            }
          }
        }
        default -> throw new AssertionError("an unknown field of an event: " + key);
      }
    }
    return new Event(wallTime, step, version, tag, value);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static ByteBuffer part(ByteBuffer message) {
    int length = (int) varint(message);
    ByteBuffer part = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    message.position(message.position() + length);
    return part;
  }

  private static String text(ByteBuffer message) {
    return StandardCharsets.UTF_8.decode(part(message)).toString();
  }
}
