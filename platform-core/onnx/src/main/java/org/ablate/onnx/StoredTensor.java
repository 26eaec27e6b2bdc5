package org.ablate.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Numbers that an ONNX file holds, in row-major order.
 *
 * @param type what they stand for
 * @param numbers booleans as 0 and 1; floats as they are, integers exactly
 * @param dims the size of each axis
 */
record StoredTensor(DataType type, Object numbers, long[] dims) {

  static StoredTensor of(TensorProto stored, String file) {
    String where = "%s, tensor '%s'".formatted(file, stored.getName());
    if (stored.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new OnnxException(where + " is kept in another file; export it into one");
    }
    long[] dims = stored.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int size = Array.elements(dims);
    DataType type = type(stored.getDataType(), where);
    return new StoredTensor(type, numbers(stored, size, where), dims);
  }

  private static Object numbers(TensorProto stored, int size, String where) {
    ByteBuffer raw = stored.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean isRaw = raw.hasRemaining();
    try {
      return switch (stored.getDataType()) {
        case TensorProto.DataType.FLOAT_VALUE ->
            doubles(size, i -> isRaw ? raw.getFloat(i * Float.BYTES) : stored.getFloatData(i));
        case TensorProto.DataType.DOUBLE_VALUE ->
            doubles(size, i -> isRaw ? raw.getDouble(i * Double.BYTES) : stored.getDoubleData(i));
        case TensorProto.DataType.INT64_VALUE ->
            longs(size, i -> isRaw ? raw.getLong(i * Long.BYTES) : stored.getInt64Data(i));
        case TensorProto.DataType.INT32_VALUE ->
            longs(size, i -> isRaw ? raw.getInt(i * Integer.BYTES) : stored.getInt32Data(i));
        default -> longs(size, i -> isRaw ? raw.get(i) : stored.getInt32Data(i));
      };
    } catch (IndexOutOfBoundsException e) {
      throw new OnnxException(
          "%s holds fewer numbers than the %d of the sizes %s"
              .formatted(where, size, stored.getDimsList()),
          e);
    }
  }

  /** What a type of ONNX stands for. */
  static DataType type(int number, String where) {
    return switch (number) {
      case TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.DOUBLE_VALUE -> DataType.FLOAT;
      case TensorProto.DataType.INT64_VALUE, TensorProto.DataType.INT32_VALUE -> DataType.INTEGER;
      case TensorProto.DataType.BOOL_VALUE -> DataType.BOOLEAN;
      default ->
          throw new OnnxException(
              "%s is of the type %s; float, double, int64, int32 and bool can be imported"
                  .formatted(where, TensorProto.DataType.forNumber(number)));
    };
  }

  private static double[] doubles(int size, IntToDoubleFunction at) {
    return IntStream.range(0, size).mapToDouble(at).toArray();
  }

  private static long[] longs(int size, IntToLongFunction at) {
    return IntStream.range(0, size).mapToLong(at).toArray();
  }

  long[] integers() {
    return (long[]) numbers;
  }

  /** As a constant. */
  Tensor on(Scope scope) {
    Dim[] axes =
        IntStream.range(0, dims.length)
            .mapToObj(i -> Dim.of("axis_" + i, dims[i]))
            .toArray(Dim[]::new);
    return switch (type) {
      case FLOAT -> scope.constant((double[]) numbers, axes);
      case INTEGER -> scope.constant(integers(), axes);
      case BOOLEAN -> {
        boolean[] truths = new boolean[integers().length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = integers()[i] != 0;
        }
        yield scope.constant(truths, axes);
      }
    };
  }
}
