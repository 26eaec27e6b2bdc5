package lab.sticks;

import java.util.Map;
import org.ablate.conformance.Oracle;
import org.ablate.plugin.Plugin;
import org.ablate.testkit.ConformanceTest;

/** Runs the conformance kit on every variant of the plugin, and compares each with its paper. */
class ThisPluginTest implements ConformanceTest {
  @Override
  public Plugin plugin() {
    return new ThisPlugin();
  }

  @Override
  public Map<String, Oracle> oracles() {
    return Map.of("lab/stick-breaking", (Oracle.OfHeads) ThisPluginTest::sticks);
  }

  /** Tan et al. (2024), eq. 1 to 4, one query after the other: [head][query][head_dim]. */
  private static double[][][] sticks(Oracle.Heads heads) {
    double[][][] outputs = new double[heads.query().length][][];
    for (int head = 0; head < outputs.length; head++) {
      outputs[head] = new double[heads.query()[head].length][];
      for (int query = 0; query < outputs[head].length; query++) {
        outputs[head][query] = stick(heads, head, query);
      }
    }
    return outputs;
  }

  private static double[] stick(Oracle.Heads heads, int head, int query) {
    double[] output = new double[heads.query()[head][query].length];
    double left = 1;
    for (int key = query - 1; key >= 0; key--) {
      if (heads.allowed()[query][key]) {
        double part = 1 / (1 + Math.exp(-score(heads, head, query, key)));
        for (int i = 0; i < output.length; i++) {
          output[i] += part * left * heads.value()[head][key][i];
        }
        left *= 1 - part;
      }
    }
    return output;
  }

  private static double score(Oracle.Heads heads, int head, int query, int key) {
    double[] q = heads.query()[head][query];
    double[] k = heads.key()[head][key];
    double product = 0;
    for (int i = 0; i < q.length; i++) {
      product += q[i] * k[i];
    }
    double bias = heads.bias().map(scores -> scores[head][query][key]).orElse(0.0);
    return product / Math.sqrt(q.length) + bias;
  }
}
