package org.ablate.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Shape;

/**
 * A graph with its weights as an ONNX model of primitive operators, for any batch and length.
 *
 * <p>Inputs, parameters, buffers and outputs keep their names. Random numbers are inputs under
 * their names, and so are sizes that no input tells. State of incremental decoding is an input
 * under its name, and an output under {@link #next}; so are the new values of buffers in a training
 * step. The name of a node tells its scope, its description the axes of its result. To look at
 * probes, make them outputs with {@link Graph#withOutputs}. As in all of ONNX, an index below zero
 * counts from the end of its table.
 */
public final class OnnxModel {
  /** An ONNX file is one protobuf message, whose length is a signed 32-bit number. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private final Graph graph;
  private final Precision precision;
  private final List<String> untoldSizes;
  private final byte[] bytes;

  OnnxModel(Graph graph, Precision precision, List<String> untoldSizes, byte[] bytes) {
    this.graph = graph;
    this.precision = precision;
    this.untoldSizes = List.copyOf(untoldSizes);
    this.bytes = bytes;
  }

  /**
   * Writes a graph.
   *
   * @param weights the values of parameters and buffers, by name
   * @param precision of all floats in the model
   * @throws IllegalArgumentException if a weight is missing or does not fit, or if an output has
   *     the name of an input
   * @throws OnnxException if the weights are too large for a model
   */
  public static OnnxModel of(Graph graph, Map<String, Array> weights, Precision precision) {
    requireSmall(graph, precision);
    return ModelWriter.write(graph, weights, precision);
  }

  private static void requireSmall(Graph graph, Precision precision) {
    Stream<Shape> shapes =
        Stream.concat(
            graph.parameters().stream().map(parameter -> parameter.shape()),
            graph.buffers().stream().map(buffer -> buffer.shape()));
    long elements = shapes.mapToLong(shape -> shape.elements().constant()).sum();
    long size = elements * Elements.width(DataType.FLOAT, precision);
    if (size > MOST_BYTES) {
      throw new OnnxException(
          "the weights take %d bytes as %s, and an ONNX model holds at most %d"
              .formatted(size, precision.name().toLowerCase(Locale.ROOT), MOST_BYTES));
    }
  }

  /** The name of what a run leaves for a state or a buffer. */
  public static String next(String name) {
    return name + ".next";
  }

  /** What the model was written from. */
  public Graph graph() {
    return graph;
  }

  public Precision precision() {
    return precision;
  }

  /** The sizes that no input tells, and which are inputs for that reason. */
  List<String> untoldSizes() {
    return untoldSizes;
  }

  /** The outputs of the model, in order. */
  public List<String> outputs() {
    return List.copyOf(ModelWriter.outputs(graph).keySet());
  }

  /** The model in the format of ONNX files. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The same, not copied; nobody may change it. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Writes a file, whole or not at all: another file of the name stays until this one is complete.
   *
   * @throws UncheckedIOException if it cannot be written; the message names the file
   */
  public void write(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw unwritable(file, new NoSuchFileException("there is no folder " + folder));
    }
    Path part = folder.resolve(file.getFileName() + ".part");
    try {
      try {
        writeThrough(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Returns when the disk has it all. */
  private void writeThrough(Path part) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static UncheckedIOException unwritable(Path file, IOException cause) {
    return new UncheckedIOException(
        "the ONNX model %s cannot be written: %s".formatted(file, cause.getMessage()), cause);
  }
}
