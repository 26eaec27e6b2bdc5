package org.ablate.registry.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The few fields of TensorBoard's {@code Event} that scalars need, in protocol buffers' wire format
 * (protobuf.dev/programming-guides/encoding). The message is that of {@code
 * tensorboard/compat/proto/event.proto} and {@code summary.proto}.
 */
final class EventMessage {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The first event of a file. */
  static byte[] version(double wallTimeSeconds) {
    return new EventMessage()
        .fixed64(1, wallTimeSeconds)
        .bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8))
        .toBytes();
  }

  /** One value of one metric. */
  static byte[] scalar(double wallTimeSeconds, long step, String tag, double value) {
    byte[] tagged =
        new EventMessage()
            .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
            .fixed32(2, (float) value)
            .toBytes();
    byte[] summary = new EventMessage().bytes(1, tagged).toBytes();
    return new EventMessage()
        .fixed64(1, wallTimeSeconds)
        .integer(2, step)
        .bytes(5, summary)
        .toBytes();
  }

  private EventMessage fixed64(int field, double value) {
    varint(field << 3 | FIXED_64);
    bytes.writeBytes(
        ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  private EventMessage fixed32(int field, float value) {
    varint(field << 3 | FIXED_32);
    bytes.writeBytes(
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  private EventMessage integer(int field, long value) {
    varint(field << 3 | VARINT);
    varint(value);
    return this;
  }

  private EventMessage bytes(int field, byte[] value) {
    varint(field << 3 | LENGTH);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private byte[] toBytes() {
    return bytes.toByteArray();
  }
}
