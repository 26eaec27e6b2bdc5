package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adam or AdamW with libtorch's fused kernel, which the binding reaches by the operator's name
 * only. The state is held here, so that it can be saved and restored to the bit.
 */
final class FusedAdam implements Optimizer {
  private static final String FIRST_MOMENT = "first_moment.";
  private static final String SECOND_MOMENT = "second_moment.";
  private static final String STEPS = "steps";

  /**
   * A parameter and what is remembered of its gradients.
   *
   * @param weight [parameter's shape], as are the moments
   */
  private record Learned(
      Tensor weight, Tensor firstMoment, Tensor secondMoment, double weightDecay) {}

  /**
   * A parameter, and which way is down from here.
   *
   * @param gradient [parameter's shape]
   */
  private record Descent(Learned learned, Tensor gradient) {}

  private final Natives natives = new Natives();
  private final AdamW settings;
  private final Remembered remembered;
  private final List<Learned> learned = new ArrayList<>();
  private final Tensor steps;
  private final OperatorHandle kernel;
  private final Type.TypePtr tensorType;

  static FusedAdam of(
      AdamW settings, Map<String, Tensor> weights, Decays decays, Transfer transfer) {
    return of(settings, weights, decays, new Remembered(transfer), transfer);
  }

  /**
   * A part of another optimizer.
   *
   * @param remembered where the state is kept, to be closed with this
   */
  static FusedAdam of(
      AdamW settings,
      Map<String, Tensor> weights,
      Decays decays,
      Remembered remembered,
      Transfer transfer) {
    return new FusedAdam("aten::_fused_adamw_", settings, weights, decays, remembered, transfer);
  }

  /** The kernel for Adam takes the same numbers, and adds the decay to the gradients. */
  static FusedAdam of(
      Adam settings, Map<String, Tensor> weights, Decays decays, Transfer transfer) {
    AdamW same =
        new AdamW(settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay());
    return new FusedAdam(
        "aten::_fused_adam_", same, weights, decays, new Remembered(transfer), transfer);
  }

  private FusedAdam(
      String operator,
      AdamW settings,
      Map<String, Tensor> weights,
      Decays decays,
      Remembered remembered,
      Transfer transfer) {
    this.settings = settings;
    this.remembered = remembered;
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      Map<String, Tensor> first = new LinkedHashMap<>();
      weights.forEach(
          (name, weight) -> first.put(name, remembered.zerosLike(FIRST_MOMENT + name, weight)));
      weights.forEach(
          (name, weight) ->
              learned.add(
                  new Learned(
                      weight,
                      first.get(name),
                      remembered.zerosLike(SECOND_MOMENT + name, weight),
                      decays.of(name, weight, settings.weightDecay()))));
      steps = remembered.keep(STEPS, zeros(new long[0], transfer.options(ScalarType.Float))); // []
      kernel =
          natives.own(new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(operator, "")));
      tensorType = natives.own(new Type.TypePtr(TensorType.get()));
    }
  }

  @Override
  public List<Tensor> weights() {
    return learned.stream().map(Learned::weight).toList();
  }

  @Override
  public void step(List<Tensor> gradients, double learningRate) {
    Map<Double, List<Descent>> byDecay = new LinkedHashMap<>();
    int i = 0;
    for (Learned each : learned) {
      Tensor gradient = gradients.get(i); // [parameter's shape]
      if (gradient.defined()) {
        byDecay
            .computeIfAbsent(each.weightDecay(), decay -> new ArrayList<>())
            .add(new Descent(each, gradient.contiguous()));
      }
      i++;
    }
    try (NoGradGuard withoutGradient = new NoGradGuard();
        Scalar one = new Scalar(1.0)) {
      steps.add_(one);
      byDecay.forEach((decay, descents) -> apply(descents, learningRate, decay));
    }
  }

  private void apply(List<Descent> descents, double learningRate, double weightDecay) {
    IValueVector arguments = new IValueVector();
    arguments.push_back(list(descents, descent -> descent.learned().weight()));
    arguments.push_back(list(descents, Descent::gradient));
    arguments.push_back(list(descents, descent -> descent.learned().firstMoment()));
    arguments.push_back(list(descents, descent -> descent.learned().secondMoment()));
    arguments.push_back(list(List.of(), Descent::gradient)); // for a variant that is not used
    arguments.push_back(list(descents, descent -> steps));
    arguments.push_back(new IValue(learningRate));
    arguments.push_back(new IValue(settings.beta1()));
    arguments.push_back(new IValue(settings.beta2()));
    arguments.push_back(new IValue(weightDecay));
    arguments.push_back(new IValue(settings.epsilon()));
    arguments.push_back(new IValue(false)); // that variant
    arguments.push_back(new IValue(false)); // not up
    arguments.push_back(new IValue()); // no scale
    arguments.push_back(new IValue()); // no search for infinities
    kernel.callBoxed(arguments);
  }

  private IValue list(List<Descent> descents, Function<Descent, Tensor> part) {
    GenericList list = new GenericList(tensorType);
    for (Descent descent : descents) {
      try (IValue element = new IValue(part.apply(descent))) {
        list.push_back(element);
      }
    }
    return new IValue(list);
  }

  @Override
  public Remembered remembered() {
    return remembered;
  }

  @Override
  public void close() {
    remembered.close();
    natives.close();
  }
}
