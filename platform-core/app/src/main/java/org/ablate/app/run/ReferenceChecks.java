package org.ablate.app.run;

import com.google.inject.Guice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.libtorch.Device;
import org.ablate.model.Transformer;
import org.ablate.plugin.DataFiles;
import org.ablate.tensor.Graph;
import org.ablate.verification.Agreement;
import org.ablate.verification.Inputs;
import org.ablate.verification.SizeSpread;
import org.ablate.verification.Verification;

/** Compares libtorch with ONNX Runtime before anything is trained. */
public final class ReferenceChecks implements AutoCloseable {
  private static final long SEED = 1;

  /**
   * One comparison.
   *
   * @param subject what was compared, such as {@code model linear}
   * @param use in which use
   */
  public record Result(String subject, String use, Agreement agreement) {}

  private final PreparedData data = new PreparedData();
  private final Verification verification = Verification.open(Device.CPU, 1, SEED);

  /** The models of an experiment with their first weights, one for each variant. */
  public List<Result> experiment(Experiment experiment, DataFiles files) {
    Map<String, RunPlan> plans = new LinkedHashMap<>();
    experiment.runs().forEach(plan -> plans.putIfAbsent(plan.variant(), plan));
    List<Result> results = new ArrayList<>();
    plans.forEach((name, plan) -> results.addAll(model(name, plan, files)));
    return results;
  }

  private List<Result> model(String name, RunPlan plan, DataFiles files) {
    RunModule module =
        new RunModule(plan, new RunFolder(Path.of(name)), files, data, Optional.empty());
    Transformer model = Guice.createInjector(module).getInstance(Transformer.class);
    Map<String, Graph> graphs = new LinkedHashMap<>();
    graphs.put("whole pass", model.inference());
    if (model.decodesIncrementally()) {
      graphs.put("first call of decoding", model.decodingStart());
      graphs.put("later call of decoding", model.decodingStep());
    }
    List<Result> results = new ArrayList<>();
    Inputs inputs = Inputs.integersBelow(model.vocabularySize());
    graphs.forEach(
        (use, graph) ->
            results.add(
                new Result(
                    "model " + name,
                    use,
                    verification.verify(
                        graph,
                        graph.initialWeights(SEED),
                        inputs,
                        SizeSpread.of(graph, model.maxLength())))));
    return results;
  }

  @Override
  public void close() {
    verification.close();
  }
}
