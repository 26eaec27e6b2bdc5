package org.ablate.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;

/**
 * ONNX Runtime with one execution provider, set up as a reference: models run as they were written,
 * without optimization, with one thread and in the same order each time.
 */
public final class OnnxRuntime {
  private final OrtEnvironment environment;
  private final Provider provider;

  private OnnxRuntime(OrtEnvironment environment, Provider provider) {
    this.environment = environment;
    this.provider = provider;
  }

  /**
   * With the CUDA provider where it works, otherwise with the CPU's.
   *
   * @throws OnnxException if the native library does not load
   */
  public static OnnxRuntime open() {
    try {
      return open(Provider.CUDA);
    } catch (OnnxException noGpu) {
      return open(Provider.CPU);
    }
  }

  /**
   * With the provider that is asked for.
   *
   * @throws OnnxException if the native library does not load, or if the provider does not work
   *     here
   */
  public static OnnxRuntime open(Provider provider) {
    OnnxRuntime runtime = new OnnxRuntime(environment(), provider);
    try (OnnxSession probe = runtime.load(smallest())) {
      probe.run(Map.of("x", Array.scalar(1)));
      return runtime;
    } catch (OnnxException e) {
      throw new OnnxException(
          "ONNX Runtime cannot compute with %s here: %s".formatted(provider, e.getMessage()), e);
    }
  }

  /** Errors come as exceptions; what ONNX Runtime logs besides would land on standard error. */
  private static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "ablate");
    } catch (LinkageError e) {
      throw new OnnxException("ONNX Runtime does not load on this machine: " + e.getMessage(), e);
    }
  }

  private static OnnxModel smallest() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT); // []
              return Map.of("y", x.negate());
            });
    return OnnxModel.of(graph, Map.of(), Precision.FLOAT32);
  }

  /** What models run with. */
  public Provider provider() {
    return provider;
  }

  /** The version of ONNX Runtime. */
  public String version() {
    return environment.getVersion();
  }

  /**
   * Makes a model ready to run.
   *
   * @throws OnnxException if ONNX Runtime refuses it
   */
  public OnnxSession load(OnnxModel model) {
    try (SessionOptions options = new SessionOptions()) {
      configure(options);
      OrtSession session = environment.createSession(model.bytes(), options);
      return new OnnxSession(environment, session, model);
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime cannot load the model: " + e.getMessage(), e);
    }
  }

  private void configure(SessionOptions options) throws OrtException {
    options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setDeterministicCompute(true);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (provider == Provider.CUDA) {
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
        cuda.add("use_tf32", "0"); // float32 means float32
        options.addCUDA(cuda);
      }
    }
  }
}
