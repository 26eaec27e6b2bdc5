package org.ablate.training.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.ablate.document.Sha256;
import org.ablate.plugin.Split;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.TaskData;

/** Tells data from other data. */
final class Fingerprint {
  private final MessageDigest digest = Sha256.digest();

  /** The SHA-256 of the tokens and of the examples that a training sees, in hexadecimal. */
  static String of(TaskData data) {
    Fingerprint fingerprint = new Fingerprint();
    data.presentation().vocabulary().tokenizer().tokens().forEach(fingerprint::add);
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      for (EncodedExample example : data.encoded().get(split)) {
        fingerprint.add(example.source());
        fingerprint.add(example.tokens());
        fingerprint.add(example.labels());
      }
    }
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(new int[] {bytes.length});
    digest.update(bytes);
  }

  private void add(int[] ids) {
    ByteBuffer bytes = ByteBuffer.allocate((1 + ids.length) * Integer.BYTES).putInt(ids.length);
    for (int id : ids) {
      bytes.putInt(id);
    }
    digest.update(bytes.array());
  }
}
