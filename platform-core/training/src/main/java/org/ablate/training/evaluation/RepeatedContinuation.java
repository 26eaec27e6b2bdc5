package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.training.data.Padded;

/** Each call sees all tokens again, for attention that cannot decode incrementally. */
final class RepeatedContinuation implements Continuation {
  private final Program program;
  private final Weights weights;
  private final String input;
  private Map<String, Array> inputs;
  private List<int[]> sequences;

  RepeatedContinuation(Libtorch engine, Transformer model, Weights weights) {
    this.program = engine.compile(model.nextToken());
    this.weights = weights;
    this.input = Continuation.input(model);
  }

  @Override
  public double[][] start(Map<String, Array> newInputs, int[] lengths) {
    inputs = new HashMap<>(newInputs);
    sequences = sequences(inputs.get(input), lengths);
    return logits();
  }

  @Override
  public double[][] next(int[] parents, int[] tokens) {
    List<int[]> longer = new ArrayList<>();
    for (int row = 0; row < parents.length; row++) {
      int[] parent = sequences.get(parents[row]);
      int[] sequence = Arrays.copyOf(parent, parent.length + 1);
      sequence[parent.length] = tokens[row];
      longer.add(sequence);
    }
    sequences = longer;
    inputs.replaceAll((name, values) -> Continuation.rows(parents, values));
    inputs.put(input, Padded.tokens(sequences)); // [batch, position]
    return logits();
  }

  private double[][] logits() {
    int width = Math.toIntExact(inputs.get(input).shape()[1]);
    long[] last =
        IntStream.range(0, sequences.size())
            .mapToLong(row -> (long) row * width + sequences.get(row).length - 1)
            .toArray();
    Map<String, Array> given = new HashMap<>(inputs);
    given.put("last", Array.of(last, last.length)); // [batch]
    Array logits = program.run(weights, given).get("logits"); // [batch, token]
    return Continuation.at(IntStream.range(0, last.length).toArray(), logits);
  }

  private static List<int[]> sequences(Array tokens, int[] lengths) {
    int width = Math.toIntExact(tokens.shape()[1]);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < lengths.length; row++) {
      int[] ids = new int[lengths[row]];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) tokens.at(row * width + i);
      }
      rows.add(ids);
    }
    return rows;
  }

  @Override
  public void close() {
    program.close();
  }
}
