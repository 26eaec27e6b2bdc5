package org.ablate.libtorch;

import java.util.List;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Brings the factors of products to the precision of products, and products back. */
record Rounding(ProductPrecision precision, Values values, Kernels kernels) {

  /** A factor of a product, rounded once however many products it is in. */
  Value factor(Tensor node, Value value) {
    return precision == ProductPrecision.FULL
        ? value
        : values.computed(node, precision, Rounding::toBfloat16, List.of(value));
  }

  /** A product in the precision of all other values. */
  Value product(Tensor node, Value value) {
    return precision == ProductPrecision.FULL
        ? value
        : values.computed(node, "full", () -> kernels.cast(DataType.FLOAT), List.of(value));
  }

  private static Kernel toBfloat16() {
    return (x, sizes) -> x[0].to(ScalarType.BFloat16); // [...]
  }
}
