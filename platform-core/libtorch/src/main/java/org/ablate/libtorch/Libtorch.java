package org.ablate.libtorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Precision;

/**
 * One device, one precision and one random generator. It and all that it makes are for one thread
 * at a time.
 */
public final class Libtorch implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([^,\\s]+)");
  private static final Pattern CPU_CAPABILITY = Pattern.compile("CPU capability usage: (\\S+)");

  private final Device device;
  private final Precision precision;
  private final int threads;
  private final Transfer transfer;
  private final RandomSource random;

  private Libtorch(Device device, Precision precision, int threads) {
    this.device = device;
    this.precision = precision;
    this.threads = threads;
    this.transfer = new Transfer(device, precision);
    this.random = new RandomSource(transfer);
    seed(0);
  }

  /**
   * Loads the native library and chooses where and how precisely to compute.
   *
   * @param threads how many threads an operator may use on the CPU, in the whole process
   * @throws LibtorchException if the native library does not load or there is no such device
   */
  public static Libtorch open(Device device, Precision precision, int threads) {
    if (threads < 1) {
      throw new LibtorchException("libtorch needs at least one thread, not " + threads);
    }
    NativeLibrary.load();
    if (device == Device.CUDA) {
      NativeLibrary.prepareCuda();
    }
    NativeLibrary.useThreads(threads);
    return new Libtorch(device, precision, threads);
  }

  /** Starts the random generator anew; it begins with the seed 0. */
  public void seed(long seed) {
    random.seed(seed);
  }

  /** What the random generator needs to go on from here. */
  public byte[] randomState() {
    return random.state();
  }

  /**
   * Makes the random generator go on from an earlier {@link #randomState}.
   *
   * @throws LibtorchException if the state is none of this device's
   */
  public void restoreRandomState(byte[] state) {
    random.restore(state);
  }

  /**
   * Copies values to the device.
   *
   * @param learnable the names of those that training changes
   * @throws LibtorchException if one of them has no value
   */
  public Weights weights(Map<String, Array> values, Set<String> learnable) {
    return new Weights(values, learnable, transfer);
  }

  /** Makes a graph ready to run. */
  public Program compile(Graph graph) {
    return compile(graph, ProductPrecision.FULL);
  }

  Program compile(Graph graph, ProductPrecision products) {
    return program(graph, Roots.ofRun(graph), products);
  }

  private Program program(Graph graph, Roots roots, ProductPrecision products) {
    return new Program(graph, roots, products, transfer, random);
  }

  /**
   * Makes a graph ready to train.
   *
   * @param graph one of its outputs is {@code loss}, without axes
   * @param weights what is trained; steps change them in place
   * @param clipping how large gradients may be
   * @throws LibtorchException if the graph has no such output, or learns nothing
   */
  public TrainingStep trainingStep(
      Graph graph, Weights weights, OptimizerSettings optimizer, Clipping clipping) {
    return trainingStep(graph, weights, StepSettings.of(optimizer, clipping));
  }

  /**
   * Makes a graph ready to train.
   *
   * @param graph one of its outputs is {@code loss}, without axes
   * @param weights what is trained; steps change them in place
   * @throws LibtorchException if the graph has no such output, or learns nothing
   */
  public TrainingStep trainingStep(Graph graph, Weights weights, StepSettings settings) {
    TrainingStep.requireLoss(graph);
    weights.requireFor(graph);
    weights.requireLearned(graph);
    Program program = program(graph, Roots.ofTraining(graph), settings.products());
    Optimizer optimizer =
        Failures.closing(program::close, () -> Optimizer.of(settings, graph, weights, transfer));
    Differentiation differentiation =
        settings.activationCheckpointing()
            ? program.recomputation(List.copyOf(weights.learned(graph).keySet()))
            : new Differentiation.AtOnce(optimizer.weights());
    return new TrainingStep(program, weights, optimizer, differentiation, settings.clipping());
  }

  /**
   * Incremental decoding with two graphs of the same model.
   *
   * @param start traced with {@link org.ablate.tensor.Mode#DECODING_START}
   * @param step traced with {@link org.ablate.tensor.Mode#DECODING_STEP}
   * @throws LibtorchException if the second reads a state that the first does not leave
   */
  public DecodingSession decoding(Graph start, Graph step, Weights weights) {
    DecodingSession.requireSameStates(start, step);
    Program first = program(start, Roots.ofDecoding(start), ProductPrecision.FULL);
    Program later =
        Failures.closing(
            first::close, () -> program(step, Roots.ofDecoding(step), ProductPrecision.FULL));
    return new DecodingSession(first, later, weights, transfer);
  }

  /** The version of libtorch. */
  public String version() {
    return stated(VERSION);
  }

  /** What results may depend on: versions, device, precision and threads. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("libtorch", version());
    environment.put("blas", NativeLibrary.blas());
    environment.put("cpu_capability", stated(CPU_CAPABILITY));
    environment.put("device", device.name().toLowerCase(Locale.ROOT));
    environment.put("precision", precision.name().toLowerCase(Locale.ROOT));
    environment.put("threads", Integer.toString(threads));
    return environment;
  }

  private static String stated(Pattern pattern) {
    Matcher matcher = pattern.matcher(NativeLibrary.configuration());
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /** Frees what the engine itself holds; what came from it must have been closed before. */
  @Override
  public void close() {
    random.close();
    transfer.close();
  }
}
