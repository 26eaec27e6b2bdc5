package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(Q W Kᵀ) V, or softmax(QKᵀ) V without the matrix; neither is scaled. Luong et al. (2015),
 * arXiv:1508.04025, §3.1. In each head.
 *
 * @param form which of the paper's scores it is
 */
public record MultiplicativeAttention(Form form) implements Attention {

  /** The paper's scores that multiply. */
  public enum Form {
    /** qᵀk. */
    DOT,
    /** qᵀWk. */
    GENERAL
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor compared =
        form == Form.DOT ? query : query.matmul(matrix(scope, query)); // [b, head, query, head_dim]
    Tensor scores = compared.matmul(key.transpose(-2, -1)); // [batch, head, query, key]
    Tensor weights = scope.probe("weights", bias.softmax(scores)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  private static Tensor matrix(Scope scope, Tensor query) {
    Dim in = query.dim(-1);
    Initializer spread = new Initializer.XavierUniform();
    return scope.parameter("matrix", spread, query.dim(1), in, in); // [head, head_dim, head_dim]
  }

  /** All; without a matrix between them, rotated queries and keys still compare by distance. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    if (form == Form.GENERAL) {
      capabilities.remove(Capability.ROTATION);
    }
    return capabilities;
  }
}
