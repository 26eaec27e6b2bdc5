package org.ablate.tensor;

import static org.ablate.tensor.Expression.atom;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.tensor.Expression.Binding;

/**
 * Writes the formula of one value.
 *
 * @param notation knows what values are called
 * @param place where the formula stands
 * @param references what stands for values whose own formulas are long
 * @param written the parts that have been written so far
 */
record FormulaWriter(
    Notation notation,
    String place,
    Map<Tensor, String> references,
    Map<Tensor, Expression> written) {

  /** A part that is longer is not written out inside of a formula. */
  private static final int LONGEST_PART = 60;

  /** A part that can be referred to is written out up to this length. */
  private static final int LONGEST_STEP = 40;

  /** Fixed numbers, up to how many are written out. */
  private static final int MOST_NUMBERS = 4;

  FormulaWriter(Notation notation, String place, Map<Tensor, String> references) {
    this(notation, place, references, new HashMap<>());
  }

  /** What a value is made of, whatever it is called. */
  String definition(Tensor value) {
    if (Layout.content(value).op() instanceof Op.Range) {
      return "0, 1, 2, …";
    }
    return Layout.isOnly(value)
        ? whole(value.operands().get(0)).text()
        : value.op().match(new Writing(value)).text();
  }

  private Expression whole(Tensor value) {
    Optional<String> name = notation.called(value, place);
    if (name.isPresent()) {
      return new Expression(name.get(), name.get().contains(" ") ? Binding.POWER : Binding.ATOM);
    }
    return Layout.isOnly(value)
        ? whole(value.operands().get(0))
        : value.op().match(new Writing(value));
  }

  private Expression part(Tensor value) {
    Expression known = written.get(value);
    if (known == null) {
      Expression whole = whole(value);
      String reference = references.get(Layout.content(value));
      int longest = reference == null ? LONGEST_PART : LONGEST_STEP;
      boolean isShort = whole.text().length() <= longest;
      known = isShort ? whole : atom(reference == null ? elsewhere(value) : reference);
      written.put(value, known);
    }
    return known;
  }

  /** Where a value comes from that is too long to be written out. */
  private String elsewhere(Tensor value) {
    String scope = Layout.content(value).scope();
    return scope.isEmpty() ? "…" : Notation.relative(scope, place) + "(…)";
  }

  /** The operators, as the field writes them. */
  private final class Writing implements Op.Cases<Expression> {
    private final Tensor value;

    Writing(Tensor value) {
      this.value = value;
    }

    private Tensor operand(int index) {
      return value.operands().get(index);
    }

    private Expression x() {
      return part(operand(0));
    }

    private Expression y() {
      return part(operand(1));
    }

    private String all() {
      return value.operands().stream()
          .map(operand -> part(operand).text())
          .collect(Collectors.joining(", "));
    }

    private Expression function(String name) {
      return atom("%s(%s)".formatted(name, all()));
    }

    /** A function along axes; the last one goes without saying. */
    private Expression along(String name, List<Integer> axes) {
      Shape shape = operand(0).shape();
      boolean isLast = axes.size() == 1 && shape.position(axes.get(0)) == shape.rank() - 1;
      String over =
          axes.stream().map(axis -> shape.dim(axis).name()).collect(Collectors.joining(", "));
      return atom("%s(%s%s)".formatted(name, x().text(), isLast ? "" : " over " + over));
    }

    private Expression infix(String operator, Binding binding) {
      return new Expression(x().in(binding) + " " + operator + " " + y().in(binding), binding);
    }

    /** As {@link #infix}, for an operator that does not associate. */
    private Expression ordered(String operator, Binding binding) {
      return new Expression(x().in(binding) + " " + operator + " " + y().above(binding), binding);
    }

    // ---- Sources

    @Override
    public Expression input(Op.Input op) {
      return atom(op.name());
    }

    @Override
    public Expression parameter(Op.Parameter op) {
      return atom(op.name());
    }

    @Override
    public Expression buffer(Op.Buffer op) {
      return atom(op.name());
    }

    @Override
    public Expression constant(Op.Constant op) {
      Array numbers = op.value();
      if (numbers.size() == 1) {
        return number(numbers.at(0));
      }
      boolean isShort = numbers.size() <= MOST_NUMBERS;
      return atom(
          IntStream.range(0, isShort ? numbers.size() : MOST_NUMBERS - 1)
              .mapToObj(i -> number(numbers.at(i)).text())
              .collect(Collectors.joining(", ", "[", isShort ? "]" : ", …]")));
    }

    private static Expression number(double number) {
      if (number == Math.rint(number) && Math.abs(number) < 1e6) {
        return atom(Long.toString((long) number).replace('-', '−'));
      }
      String digits = String.format(Locale.ROOT, "%.4g", number);
      String text =
          digits
              .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
              .replaceFirst("\\.(e|$)", "$1")
              .replaceFirst("e([-+])0*", "e$1");
      return atom(text.replace('-', '−'));
    }

    /** Along an axis of keys, which key it is. */
    @Override
    public Expression range(Op.Range op) {
      return atom(op.dim().name());
    }

    @Override
    public Expression extent(Op.Extent op) {
      return new Expression(op.polynomial().toString(), Binding.SUM);
    }

    @Override
    public Expression random(Op.Random op) {
      return atom("random " + op.distribution().name().toLowerCase(Locale.ROOT));
    }

    // ---- Element-wise

    @Override
    public Expression unary(Op.Unary op) {
      return switch (op.function()) {
        case NEGATE -> new Expression("−" + x().in(Binding.PRODUCT), Binding.SUM);
        case ABS -> atom("|%s|".formatted(x().text()));
        case SQRT -> new Expression("√" + x().in(Binding.ATOM), Binding.POWER);
        case RSQRT -> new Expression("1 / √" + x().in(Binding.ATOM), Binding.PRODUCT);
        case RECIPROCAL -> new Expression("1 / " + x().above(Binding.PRODUCT), Binding.PRODUCT);
        case SIGMOID -> function("σ");
        case FLOOR -> atom("⌊%s⌋".formatted(x().text()));
        case EXP, LOG, SIN, COS, TANH, ERF, RELU, SIGN -> function(op.label());
      };
    }

    @Override
    public Expression binary(Op.Binary op) {
      return switch (op.function()) {
        case ADD -> infix("+", Binding.SUM);
        case SUBTRACT -> ordered("−", Binding.SUM);
        case MULTIPLY -> product();
        case DIVIDE -> ordered("/", Binding.PRODUCT);
        case POWER ->
            new Expression(x().in(Binding.ATOM) + "^" + y().in(Binding.ATOM), Binding.POWER);
        case MAXIMUM -> function("max");
        case MINIMUM -> function("min");
        case REMAINDER -> ordered("mod", Binding.PRODUCT);
      };
    }

    private Expression product() {
      if (operand(0) == operand(1)) {
        return new Expression(x().in(Binding.ATOM) + "²", Binding.POWER);
      }
      if (operand(1).op() instanceof Op.Constant constant && constant.value().size() == 1) {
        return scaled(constant.value().at(0));
      }
      return infix("⊙", Binding.PRODUCT);
    }

    /** A root of the axis that products were summed over, or that rows have, is written as such. */
    private Expression scaled(double factor) {
      Optional<Dim> width = width(Layout.content(operand(0)));
      if (width.isPresent() && width.get().isKnown()) {
        double root = Math.sqrt(width.get().size());
        String name = width.get().name();
        if (isClose(factor, 1 / root)) {
          return new Expression(x().in(Binding.PRODUCT) + " / √" + name, Binding.PRODUCT);
        }
        if (isClose(factor, root)) {
          return new Expression(x().in(Binding.PRODUCT) + " · √" + name, Binding.PRODUCT);
        }
      }
      return infix("·", Binding.PRODUCT);
    }

    private static Optional<Dim> width(Tensor scaled) {
      if (scaled.op() instanceof Op.Matmul) {
        return Optional.of(scaled.operands().get(0).dim(-1));
      }
      return scaled.op() instanceof Op.Take ? Optional.of(scaled.dim(-1)) : Optional.empty();
    }

    private static boolean isClose(double factor, double root) {
      return Math.abs(factor - root) <= Math.ulp((float) root);
    }

    @Override
    public Expression compare(Op.Compare op) {
      String relation =
          switch (op.relation()) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "≠";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "≤";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> "≥";
          };
      Expression left = x();
      Expression right = y();
      if (isZero(operand(1)) && isDifference(operand(0))) {
        left = part(Layout.content(operand(0)).operands().get(0));
        right = part(Layout.content(operand(0)).operands().get(1));
      }
      return new Expression(
          left.above(Binding.RELATION) + " " + relation + " " + right.above(Binding.RELATION),
          Binding.RELATION);
    }

    private static boolean isZero(Tensor value) {
      return value.op() instanceof Op.Constant constant
          && constant.value().size() == 1
          && constant.value().at(0) == 0;
    }

    private boolean isDifference(Tensor value) {
      return Layout.content(value).op() instanceof Op.Binary binary
          && binary.function() == Op.Binary.Function.SUBTRACT
          && notation.called(value, place).isEmpty();
    }

    @Override
    public Expression logic(Op.Logic op) {
      return new Expression(x().text() + " " + op.label() + " " + y().text(), Binding.RELATION);
    }

    @Override
    public Expression not(Op.Not op) {
      return new Expression("not " + x().in(Binding.ATOM), Binding.RELATION);
    }

    @Override
    public Expression where(Op.Where op) {
      return atom(
          "{%s where %s, else %s}".formatted(y().text(), x().text(), part(operand(2)).text()));
    }

    @Override
    public Expression cast(Op.Cast op) {
      return x();
    }

    // ---- Products, reductions, scans

    @Override
    public Expression matmul(Op.Matmul op) {
      boolean symbols = x().isSymbol() && y().isSymbol();
      return symbols
          ? new Expression(x().text() + " " + y().text(), Binding.PRODUCT)
          : infix("·", Binding.PRODUCT);
    }

    @Override
    public Expression reduce(Op.Reduce op) {
      return along(op.label(), op.axes());
    }

    @Override
    public Expression softmax(Op.Softmax op) {
      return along("softmax", List.of(op.axis()));
    }

    @Override
    public Expression logSoftmax(Op.LogSoftmax op) {
      return along("log softmax", List.of(op.axis()));
    }

    @Override
    public Expression cumulativeSum(Op.CumulativeSum op) {
      return along("running sum", List.of(op.axis()));
    }

    @Override
    public Expression argMax(Op.ArgMax op) {
      return along("argmax", List.of(op.axis()));
    }

    @Override
    public Expression topK(Op.TopK op) {
      return along("top " + op.top().extent(), List.of(op.axis()));
    }

    // ---- Selection and shape

    /** Rows of a matrix are what a product with one-hot vectors gives. */
    @Override
    public Expression take(Op.Take op) {
      boolean isMatrix = operand(0).rank() == 2 && operand(0).dataType() == DataType.FLOAT;
      return isMatrix
          ? new Expression(
              "one-hot(%s) · %s".formatted(y().text(), x().in(Binding.PRODUCT)), Binding.PRODUCT)
          : atom("%s[%s]".formatted(x().in(Binding.ATOM), y().text()));
    }

    @Override
    public Expression gather(Op.Gather op) {
      return atom("%s[%s]".formatted(x().in(Binding.ATOM), y().text()));
    }

    @Override
    public Expression reshape(Op.Reshape op) {
      return x();
    }

    @Override
    public Expression transpose(Op.Transpose op) {
      return Layout.isTransposed(op)
          ? new Expression(x().in(Binding.ATOM) + "ᵀ", Binding.POWER)
          : function("permuted");
    }

    @Override
    public Expression broadcast(Op.Broadcast op) {
      return x();
    }

    @Override
    public Expression slice(Op.Slice op) {
      return atom(
          "%s[%s from %s]"
              .formatted(x().in(Binding.ATOM), operand(0).dim(op.axis()).name(), op.start()));
    }

    @Override
    public Expression flip(Op.Flip op) {
      return along("reversed", List.of(op.axis()));
    }

    @Override
    public Expression concat(Op.Concat op) {
      return atom("[%s]".formatted(all()));
    }

    @Override
    public Expression detach(Op.Detach op) {
      return x();
    }

    @Override
    public Expression scan(Op.Scan op) {
      return function("recurrence");
    }

    @Override
    public Expression call(Op.Call op) {
      Composite composite = op.composite();
      if (composite instanceof Composite.Linear) {
        String bias = part(operand(2)).text();
        return new Expression(
            "%s · %s + %s".formatted(x().in(Binding.PRODUCT), y().in(Binding.PRODUCT), bias),
            Binding.SUM);
      }
      if (composite instanceof Composite.MaskedSoftmax) {
        return atom("softmax(%s where %s)".formatted(x().text(), y().text()));
      }
      if (composite instanceof Composite.CausalSoftmax) {
        Shape scores = operand(0).shape(); // [..., query, key]
        return atom(
            "softmax(%s where %s ≤ %s)"
                .formatted(x().text(), scores.dim(-1).name(), scores.dim(-2).name()));
      }
      return function(composite.label());
    }
  }
}
