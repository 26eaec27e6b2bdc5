package org.ablate.plugin;

import java.util.List;
import java.util.function.UnaryOperator;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where residual connections and normalizations stand around the sub-layers. The residual stream
 * goes from {@link #start} through the layers to {@link #finish}. Between these two it may have
 * more axes than a sequence of vectors, if a placement keeps several streams.
 */
@ConsumerType
public interface Placement extends Component {

  /**
   * The stream before the first layer: by default the embeddings.
   *
   * @param embeddings [batch, position, d_model]
   * @param normalization the model's, with parameters of its own
   */
  default Tensor start(Tensor embeddings, UnaryOperator<Tensor> normalization) {
    return embeddings; // [batch, position, d_model]
  }

  /**
   * One sub-layer on its residual stream: by default their sum. He et al. (2015), arXiv:1512.03385,
   * eq. 1.
   *
   * @param x the stream, [batch, position, d_model] unless {@link #start} makes it another
   * @return as x
   */
  default Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    return x.add(sublayer.apply(scope, x)); // [batch, position, d_model]
  }

  /**
   * A whole layer: by default its sub-layers one after the other.
   *
   * @param x the stream
   * @return as x
   */
  default Tensor layer(Scope scope, Tensor x, List<Sublayer> sublayers) {
    Tensor stream = x; // as x
    for (Sublayer sublayer : sublayers) {
      Tensor before = stream; // as x
      stream = scope.in(sublayer.name(), inner -> residual(inner, before, sublayer)); // as x
    }
    return stream;
  }

  /**
   * What follows the last layer of a stack: by default nothing.
   *
   * @param x the stream
   * @param normalization the model's, with parameters of its own
   * @return [batch, position, d_model]
   */
  default Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return x; // [batch, position, d_model]
  }
}
