package org.ablate.training;

import org.ablate.libtorch.ProductPrecision;
import org.ablate.tensor.Precision;

/** How many bits numbers have while a model is trained. */
public enum TrainingPrecision {
  FLOAT32(Precision.FLOAT32, ProductPrecision.FULL),
  FLOAT64(Precision.FLOAT64, ProductPrecision.FULL),
  /**
   * Matrix products multiply bfloat16, everything else is float32: {@link
   * ProductPrecision#BFLOAT16}. Models are evaluated in float32.
   */
  BFLOAT16(Precision.FLOAT32, ProductPrecision.BFLOAT16);

  private final Precision numbers;
  private final ProductPrecision products;

  TrainingPrecision(Precision numbers, ProductPrecision products) {
    this.numbers = numbers;
    this.products = products;
  }

  /** Of parameters, of the optimizer, and of all that is computed when a model is evaluated. */
  public Precision numbers() {
    return numbers;
  }

  /** Of the factors of matrix products in training steps. */
  public ProductPrecision products() {
    return products;
  }
}
