package org.ablate.libtorch;

/**
 * Steps by orthogonalized momentum: the singular values of a hidden matrix's step are all brought
 * near 1 by Newton and Schulz's iteration, x ← a x + (b x xᵀ + c (x xᵀ)²) x. Jordan et al. (2024),
 * "Muon: An optimizer for hidden layers in neural networks", with a = 3.4445, b = −4.7750 and c =
 * 2.0315. The step of a matrix of m rows and n columns is multiplied by 0.2 √max(m, n), so that it
 * is about as large as one of AdamW late in a training, and learning rates are of the same order.
 * Liu et al. (2025), arXiv:2502.16982, §2.2, eq. 4.
 *
 * <p>Hidden matrices are the parameters that matrix products take as a factor, but for tables whose
 * rows are looked up, as embeddings are, and for the classifier, whose products are the logits. All
 * heads of a projection that is one parameter are one matrix; a parameter with more than two axes,
 * such as the weights of several experts, is a stack of matrices along the last two. All other
 * parameters are trained by AdamW.
 *
 * @param momentum how much of the sum of gradients stays at each step
 * @param nesterov whether the step goes where the momentum leads, as that of Sgd
 * @param iterations how often Newton and Schulz's iteration is done
 * @param weightDecay the part of a hidden matrix that a step takes away, as a multiple of the
 *     learning rate
 * @param others how AdamW trains the other parameters
 */
public record Muon(
    double momentum, boolean nesterov, int iterations, double weightDecay, AdamW others)
    implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final Muon DEFAULTS = new Muon(0.95, true, 5, 0.1, AdamW.DEFAULTS);

  public Muon {
    OptimizerSettings.requireShare("momentum", momentum);
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov needs a momentum above 0, got 0.0");
    }
  }
}
