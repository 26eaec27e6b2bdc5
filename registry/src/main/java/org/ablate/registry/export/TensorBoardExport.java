package org.ablate.registry.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;

/**
 * Event files for TensorBoard, one for each run, in a folder named like the run. A file is a row of
 * TFRecords: the length of the data, its masked CRC-32C, the data, and its masked CRC-32C
 * (tensorflow.org/tutorials/load_data/tfrecord).
 */
public final class TensorBoardExport {

  private static final int MASK = 0xa282ead8;

  private TensorBoardExport() {}

  /**
   * Writes the metrics of a run.
   *
   * @param folder the folder to start TensorBoard with
   * @return the file
   */
  public static Path write(Registry registry, Run run, Path folder) throws IOException {
    double startedAt = run.startedAt().toEpochMilli() / 1000.0;
    // The key tells repetitions of a run apart.
    Path file =
        Files.createDirectories(folder.resolve(run.id()))
            .resolve(
                String.format(
                    Locale.ROOT, "events.out.tfevents.%010d.%s", (long) startedAt, run.key()));
    Map<String, List<MetricPoint>> series = registry.points(run);
    long lastStep = 0;
    double ended = startedAt;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      record(out, EventMessage.version(startedAt));
      for (List<MetricPoint> points : series.values()) {
        for (MetricPoint point : points) {
          double time = startedAt + point.elapsedSeconds();
          lastStep = Math.max(lastStep, point.step());
          ended = Math.max(ended, time);
          record(out, EventMessage.scalar(time, point.step(), point.series(), point.value()));
        }
      }
      for (Map.Entry<String, Double> metric : run.summary().entrySet()) {
        record(out, EventMessage.scalar(ended, lastStep, metric.getKey(), metric.getValue()));
      }
    }
    return file;
  }

  private static void record(OutputStream out, byte[] data) throws IOException {
    byte[] length = bytes(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(bytes(Integer.BYTES).putInt(maskedChecksum(length)).array());
    out.write(data);
    out.write(bytes(Integer.BYTES).putInt(maskedChecksum(data)).array());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }
}
