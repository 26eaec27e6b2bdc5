package org.ablate.libtorch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/**
 * The values of a plan that depend on nothing but sizes: ranges, causal masks, tables of angles.
 * They are kept for the sizes that were used last.
 */
final class Constants implements AutoCloseable {
  private static final int REMEMBERED = 16;

  private final Plan plan;
  private final Recent<List<Long>, Map<Integer, Tensor>> computed =
      new Recent<>(REMEMBERED, values -> values.values().forEach(Tensor::deallocate));
  private Set<String> symbols;

  Constants(Plan plan) {
    this.plan = plan;
  }

  /** Puts the values for the sizes of a run into it. */
  void lendTo(Run run) {
    if (plan.constants().isEmpty()) {
      return;
    }
    Map<Integer, Tensor> values = symbols == null ? null : computed.get(key(run.sizes()));
    if (values == null) {
      values = compute(run.sizes());
      computed.put(key(run.sizes()), values);
    }
    values.forEach(run::lend);
  }

  /** The sizes that the values depend on. */
  private List<Long> key(Sizes sizes) {
    return symbols.stream().map(sizes.symbols()::get).toList();
  }

  private Map<Integer, Tensor> compute(Sizes sizes) {
    Sizes asked = new Sizes(sizes.symbols());
    Run run = new Run(plan, asked);
    run.executeConstants();
    symbols = new TreeSet<>(asked.asked());
    Map<Integer, Tensor> kept = new TreeMap<>();
    for (Plan.Instruction instruction : plan.constants()) {
      for (int slot : instruction.filled()) {
        Tensor value = run.value(slot);
        if (plan.keptConstants().contains(slot)) {
          kept.put(slot, value.retainReference());
        } else {
          value.deallocate();
        }
      }
    }
    return kept;
  }

  @Override
  public void close() {
    computed.clear();
  }
}
