package org.ablate.training;

import java.util.List;
import org.ablate.libtorch.Adafactor;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Clipping;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.OptimizerSettings;
import org.ablate.libtorch.StepSettings;
import org.ablate.libtorch.WeightDecay;

/**
 * How a model is trained. The components are the keys under {@code training} in experiment files.
 *
 * @param steps how many steps the optimizer takes; 0 to evaluate the first weights, which may be
 *     those of another run, as they are
 * @param batchSize how many examples each step sees
 * @param tokensPerBatch how many tokens each step sees at most, padding and both sides of pairs
 *     included: examples of like length then share a batch, however many these are. Vaswani et al.
 *     (2017), arXiv:1706.03762, §5.1. 0 for batches of {@code batch_size} examples
 * @param sequenceLength how many tokens a window of running text has; other examples are as long as
 *     they are
 * @param maxLength how many tokens a sequence may have that is no window of running text: what is
 *     longer is cut, and how many examples were is said; 0 for no limit
 * @param optimizer how gradients become steps
 * @param weightDecayOf what the weight decay of some parameters is, in place of that which the
 *     optimizer has for them; the first that fits a parameter counts
 * @param learningRate the highest rate of the schedule
 * @param schedule how the learning rate changes over the steps
 * @param warmupSteps over how many steps the learning rate grows to its highest, which a shorter
 *     training does not reach
 * @param gradientClipNorm gradients of a larger Euclidean norm are scaled down to it; 0 for no
 *     limit
 * @param gradientClipValue every number of a gradient is brought between minus this and this,
 *     before the norm is looked at; 0 for no limit
 * @param microBatches into how many parts a batch is split that are run one after the other; their
 *     gradients are added up, so that the memory is that of a part and the step that of the batch,
 *     but for rounding and for what dropout draws
 * @param activationCheckpointing whether only what goes from layer to layer is kept for the
 *     backward pass, which computes each layer again: the same bits for less memory and more time
 * @param averaging which weights are evaluated in place of those of the last step
 * @param labelSmoothing the part of the target distribution that is spread evenly over all tokens.
 *     Szegedy et al. (2016), arXiv:1512.00567, §7
 * @param evaluateEvery after how many steps the model is evaluated on the validation split, as it
 *     is after the last
 * @param patience after how many evaluations without a better one the training ends; 0 to take all
 *     steps
 * @param checkpointEvery after how many steps all that resuming needs is written, as it is after
 *     the last
 * @param device where the model is trained
 * @param precision how many bits a number has; with bfloat16 the factors of matrix products in
 *     training steps have fewer, and all other numbers are float32
 * @param threads how many threads the CPU may use for one operator; another number may change the
 *     last bits of results
 */
public record TrainingSettings(
    int steps,
    int batchSize,
    int tokensPerBatch,
    int sequenceLength,
    int maxLength,
    OptimizerSettings optimizer,
    List<WeightDecay> weightDecayOf,
    double learningRate,
    Schedule schedule,
    int warmupSteps,
    double gradientClipNorm,
    double gradientClipValue,
    int microBatches,
    boolean activationCheckpointing,
    Averaging averaging,
    double labelSmoothing,
    int evaluateEvery,
    int patience,
    int checkpointEvery,
    Device device,
    TrainingPrecision precision,
    int threads) {

  /** What is used where an experiment says nothing. */
  public static final TrainingSettings DEFAULTS =
      new TrainingSettings(
          1_000,
          64,
          0,
          128,
          0,
          AdamW.DEFAULTS,
          List.of(),
          1e-3,
          Schedule.COSINE,
          100,
          1,
          0,
          1,
          false,
          Averaging.NONE,
          0,
          100,
          0,
          100,
          Device.CPU,
          TrainingPrecision.FLOAT32,
          1);

  public TrainingSettings {
    weightDecayOf = List.copyOf(weightDecayOf);
    require(steps >= 0, "steps", "at least 0", steps);
    requireAtLeastOne("batch_size", batchSize);
    requireAtLeastOne("sequence_length", sequenceLength);
    require(tokensPerBatch >= 0, "tokens_per_batch", "at least 0", tokensPerBatch);
    require(maxLength >= 0, "max_length", "at least 0", maxLength);
    requireAtLeastOne("evaluate_every", evaluateEvery);
    requireAtLeastOne("checkpoint_every", checkpointEvery);
    requireAtLeastOne("threads", threads);
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning_rate",
        "a number above 0",
        learningRate);
    require(warmupSteps >= 0, "warmup_steps", "at least 0", warmupSteps);
    require(
        gradientClipNorm >= 0 && Double.isFinite(gradientClipNorm),
        "gradient_clip_norm",
        "a number above 0, or 0 for no limit",
        gradientClipNorm);
    require(
        gradientClipValue >= 0 && Double.isFinite(gradientClipValue),
        "gradient_clip_value",
        "a number above 0, or 0 for no limit",
        gradientClipValue);
    requireAtLeastOne("micro_batches", microBatches);
    require(patience >= 0, "patience", "at least 0", patience);
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label_smoothing",
        "at least 0 and below 1",
        labelSmoothing);
    if (optimizer instanceof Adafactor && !weightDecayOf.isEmpty()) {
      throw new IllegalArgumentException(
          "weight_decay_of has no effect: adafactor has no weight decay");
    }
  }

  /** The learning rate of a step, counted from 1. */
  public double learningRateAt(int step) {
    return learningRate * schedule.factor(step, warmupSteps, steps);
  }

  /** How large gradients may be. */
  public Clipping clipping() {
    return new Clipping(limit(gradientClipNorm), limit(gradientClipValue));
  }

  /** How the engine takes steps. */
  public StepSettings step() {
    return new StepSettings(
        optimizer, clipping(), weightDecayOf, precision.products(), activationCheckpointing);
  }

  private static double limit(double stated) {
    return stated == 0 ? Double.POSITIVE_INFINITY : stated;
  }

  private static void requireAtLeastOne(String key, int value) {
    require(value >= 1, key, "at least 1", value);
  }

  private static void require(boolean holds, String key, String allowed, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(key, allowed, value));
    }
  }
}
