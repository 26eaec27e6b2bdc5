package org.ablate.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sizes of a graph's symbolic axes, found from what is given to a run: each engine asks here
 * first, so that all refuse the same inputs with the same words.
 */
public final class Bindings {
  private final Map<String, Long> sizes;
  private final Map<String, String> origins = new HashMap<>();

  private Bindings(Map<String, Long> known) {
    sizes = new LinkedHashMap<>(known);
  }

  /**
   * The size of each symbol that occurs in the shape of an input.
   *
   * @throws IllegalArgumentException if an input is missing, holds another data type, or has a
   *     shape that fits neither its declaration nor the other inputs, or if a slice would reach
   *     beyond its axis
   */
  public static Map<String, Long> of(Graph graph, Map<String, Array> inputs) {
    return of(graph, inputs, Map.of());
  }

  /**
   * Like {@link #of(Graph, Map)}.
   *
   * @param known sizes that the inputs need not tell, such as {@link Scope#PAST} where no state
   *     grows with it
   */
  public static Map<String, Long> of(
      Graph graph, Map<String, Array> inputs, Map<String, Long> known) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    inputs.forEach((name, array) -> shapes.put(name, array.shape()));
    for (Op.Input input : graph.inputs()) {
      Array array = inputs.get(input.name());
      if (array != null && array.dataType() != input.type().dataType()) {
        throw new IllegalArgumentException(
            "the input '%s' takes %s, not %s"
                .formatted(input.name(), input.type().dataType(), array.dataType()));
      }
    }
    return ofShapes(graph, shapes, known);
  }

  /** Like {@link #of}, for engines that hold values of their own: from the shapes alone. */
  public static Map<String, Long> ofShapes(Graph graph, Map<String, long[]> shapes) {
    return ofShapes(graph, shapes, Map.of());
  }

  /** Like {@link #of(Graph, Map, Map)}, from the shapes alone. */
  public static Map<String, Long> ofShapes(
      Graph graph, Map<String, long[]> shapes, Map<String, Long> known) {
    List<Axis> open = new ArrayList<>();
    for (Op.Input input : graph.inputs()) {
      open.addAll(axes(input, shapes));
    }
    Bindings bindings = new Bindings(known);
    boolean settledSome = true;
    while (settledSome) {
      settledSome = open.removeIf(bindings::settle);
    }
    if (!open.isEmpty()) {
      throw bindings.undetermined(open.get(0));
    }
    requireParts(graph, bindings.sizes);
    return Collections.unmodifiableMap(bindings.sizes);
  }

  /** An engine of its own accord might take what there is of a part, or count from the end. */
  private static void requireParts(Graph graph, Map<String, Long> sizes) {
    for (Tensor tensor : graph.nodes()) {
      if (tensor.op() instanceof Op.Slice slice) {
        requirePart(slice, tensor, sizes);
      } else if (tensor.op() instanceof Op.Scan scan) {
        requireParts(scan.body(), sizes);
      }
    }
  }

  private static void requirePart(Op.Slice slice, Tensor tensor, Map<String, Long> sizes) {
    long whole = tensor.operands().get(0).dim(slice.axis()).extent().at(sizes);
    long start = slice.start().at(sizes);
    long part = slice.result().extent().at(sizes);
    if (start < 0 || part < 0 || start + part > whole) {
      throw new IllegalArgumentException(
          "an axis of %d has no part of size %d that starts at %d%s"
              .formatted(whole, part, start, Interpreter.where(tensor)));
    }
  }

  private static List<Axis> axes(Op.Input input, Map<String, long[]> shapes) {
    long[] given = shapes.get(input.name());
    if (given == null) {
      throw new IllegalArgumentException(
          "the input '%s' is not given; given are %s".formatted(input.name(), shapes.keySet()));
    }
    int rank = input.type().shape().rank();
    if (given.length != rank) {
      throw new IllegalArgumentException(
          "%s, which are %d and not %d".formatted(mismatch(input, given), given.length, rank));
    }
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(new Axis(input, given, i));
    }
    return axes;
  }

  /** Takes the one unknown symbol from an axis, or checks it; false if it must wait for others. */
  private boolean settle(Axis axis) {
    Polynomial extent = axis.extent();
    List<String> unknown =
        extent.symbols().stream().filter(symbol -> !sizes.containsKey(symbol)).toList();
    if (unknown.size() > 1 || (unknown.size() == 1 && !solve(axis, unknown.get(0)))) {
      return false;
    }
    if (extent.at(sizes) != axis.size()) {
      throw contradiction(axis);
    }
    return true;
  }

  /** Finds the only unknown symbol of an extent in which it occurs to the power of one. */
  private boolean solve(Axis axis, String symbol) {
    sizes.put(symbol, 0L);
    long offset = axis.extent().at(sizes);
    sizes.put(symbol, 1L);
    long slope = axis.extent().at(sizes) - offset;
    sizes.remove(symbol);
    if (axis.extent().degree(symbol) > 1 || slope == 0) {
      return false;
    }
    long size = (axis.size() - offset) / slope;
    if (size < 0 || offset + slope * size != axis.size()) {
      throw new IllegalArgumentException(
          "%s, but axis %d cannot be %d%s"
              .formatted(
                  mismatch(axis.input(), axis.given()),
                  axis.position(),
                  axis.size(),
                  reason(axis)));
    }
    sizes.put(symbol, size);
    origins.put(symbol, axis.input().name());
    return true;
  }

  private IllegalArgumentException contradiction(Axis axis) {
    return new IllegalArgumentException(
        "%s, but axis %d must be %d%s"
            .formatted(
                mismatch(axis.input(), axis.given()),
                axis.position(),
                axis.extent().at(sizes),
                reason(axis)));
  }

  private IllegalArgumentException undetermined(Axis axis) {
    return new IllegalArgumentException(
        "%s, and no input tells the symbols of axis %d apart"
            .formatted(mismatch(axis.input(), axis.given()), axis.position()));
  }

  private String reason(Axis axis) {
    String known =
        axis.extent().symbols().stream()
            .filter(sizes::containsKey)
            .map(this::origin)
            .collect(Collectors.joining(" and "));
    return known.isEmpty() ? "" : ", because " + known;
  }

  private String origin(String symbol) {
    String value = symbol + "=" + sizes.get(symbol);
    return origins.containsKey(symbol)
        ? value + " in the input '%s'".formatted(origins.get(symbol))
        : value;
  }

  private static String mismatch(Op.Input input, long[] given) {
    return "the input '%s' of shape %s is given with the sizes %s"
        .formatted(input.name(), input.type().shape(), Arrays.toString(given));
  }

  private record Axis(Op.Input input, long[] given, int position) {
    Polynomial extent() {
      return input.type().shape().dim(position).extent();
    }

    long size() {
      return given[position];
    }
  }
}
