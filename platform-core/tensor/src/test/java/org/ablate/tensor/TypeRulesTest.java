package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** What each operator makes of the types of its operands. */
class TypeRulesTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim D_MODEL = Dim.of("d_model", 6);
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim HEAD_DIM = Dim.of("head_dim", 3);

  private final Tracer tracer = new Tracer(Mode.INFERENCE, "");
  private final Scope scope = new Scope(tracer, "", Mode.INFERENCE);
  private final Tensor x = scope.input("x", DataType.FLOAT, BATCH, POSITION, D_MODEL);
  private final Tensor ids = scope.input("ids", DataType.INTEGER, BATCH, POSITION);
  private final Tensor mask = scope.input("mask", DataType.BOOLEAN, BATCH, POSITION);
  private final Tensor bias = scope.parameter("bias", Initializer.ZEROS, D_MODEL);

  @Test
  void functions_of_one_number_keep_the_type() {
    for (Op.Unary.Function function : Op.Unary.Function.values()) {
      assertEquals(x.type(), tracer.add(new Op.Unary(function), x).type());
    }
    assertType("integer [batch, position]", ids.negate());
    assertType("integer [batch, position]", ids.abs());
  }

  @Test
  void functions_of_two_numbers_broadcast() {
    for (Op.Binary.Function function : Op.Binary.Function.values()) {
      assertType("[batch, position, d_model=6]", tracer.add(new Op.Binary(function), x, bias));
      assertType("[batch, position, d_model=6]", tracer.add(new Op.Binary(function), bias, x));
    }
    assertType("integer [batch, position]", ids.add(1).multiply(ids).remainder(4).maximum(0));
  }

  @Test
  void comparisons_give_booleans() {
    for (Op.Compare.Relation relation : Op.Compare.Relation.values()) {
      assertType(
          "boolean [batch, position, d_model=6]", tracer.add(new Op.Compare(relation), x, bias));
    }
    assertType("boolean [batch, position]", ids.equal(0));
  }

  @Test
  void connectives_take_and_give_booleans() {
    assertType(
        "boolean [batch, batch, position]",
        mask.and(mask.unsqueeze(1).reshape(BATCH, Dim.one(), POSITION))
            .or(mask.not().reshape(BATCH, Dim.one(), POSITION)));
  }

  @Test
  void a_choice_has_the_type_of_what_is_chosen() {
    Tensor condition = mask.unsqueeze(-1); // [batch, position, 1]
    assertType("[batch, position, d_model=6]", condition.where(x, bias));
    assertType("[batch, position, d_model=6]", condition.where(x, 0));
    assertType("integer [batch, position]", mask.where(ids, -100));
  }

  @Test
  void a_choice_names_its_axes_after_the_values_rather_than_the_condition() {
    Tensor other = x.rename(1, "key"); // [batch, key, d_model]
    assertType("[batch, key=position, d_model=6]", x.greater(0).where(other, 0));
  }

  @Test
  void conversions_keep_the_shape() {
    assertType("[batch, position]", mask.toFloat());
    assertType("integer [batch, position]", mask.toInteger());
    assertType("integer [batch, position, d_model=6]", x.toInteger());
    assertSame(x, x.toFloat());
    assertSame(ids, ids.toInteger());
  }

  @Test
  void a_matrix_product_replaces_the_inner_axes() {
    assertType(
        "[batch, query=position, position]", x.rename(1, "query").matmul(x.transpose(-2, -1)));
    Tensor weight = scope.parameter("weight", Initializer.ZEROS, D_MODEL, HEAD_DIM);
    assertType("[batch, position, head_dim=3]", x.matmul(weight));
    assertType(
        "[batch, head=2, position, head_dim=3]",
        x.unsqueeze(1).matmul(scope.parameter("each", Initializer.ZEROS, HEAD, D_MODEL, HEAD_DIM)));
  }

  @Test
  void reductions_leave_axes_of_size_one() {
    assertType("[batch, position, 1]", x.sum(-1));
    assertType("[batch, 1, 1]", x.mean(1, 2));
    assertType("[1, position, 1]", x.max(0, -1));
    assertType("integer [batch, 1]", ids.sum(-1));
    assertType("integer [1, position]", ids.max(0));
  }

  @Test
  void operators_along_an_axis_keep_the_shape() {
    assertType("[batch, position, d_model=6]", x.softmax(-1));
    assertType("[batch, position, d_model=6]", x.logSoftmax(1));
    assertType("[batch, position, d_model=6]", x.cumulativeSum(1));
    assertType("integer [batch, position]", ids.cumulativeSum(-1));
  }

  @Test
  void the_index_of_the_largest_has_no_axis_left() {
    assertType("integer [batch, position]", x.argMax(-1));
    assertType("integer [batch, d_model=6]", x.argMax(1));
  }

  @Test
  void the_indices_of_the_largest_take_the_place_of_their_axis() {
    assertType("integer [batch, position, top=2]", x.topK(2, -1));
    assertType("integer [batch, top=5, d_model=6]", x.topK(5, 1));
    assertType("integer [batch, rank=position, d_model=6]", x.topK(POSITION.renamed("rank"), 1));
  }

  @Test
  void rows_of_a_table_take_the_place_of_their_indices() {
    Tensor table = scope.parameter("table", Initializer.ZEROS, Dim.of("token", 9), D_MODEL);
    assertType("[batch, position, d_model=6]", table.take(ids));
    assertType("[batch]", bias.take(ids.select(1, 0)));
  }

  @Test
  void gathering_takes_the_shape_of_the_indices() {
    assertType("[batch, position, top=2]", x.gather(-1, x.topK(2, -1)));
  }

  @Test
  void reshaping_renames_splits_and_merges_axes() {
    assertType("[batch, query=position, d_model=6]", x.rename(1, "query"));
    assertType("[batch, position, head=2, head_dim=3]", x.unflatten(-1, HEAD, HEAD_DIM));
    assertType("[row=batch·position, d_model=6]", x.flatten(0, 1, "row"));
    assertType("[all=6·batch·position]", x.flatten(0, -1, "all"));
    assertType("[batch, 1, position, d_model=6]", x.unsqueeze(1));
    assertType("[batch, position, d_model=6, 1]", x.unsqueeze(-1));
    assertType("[batch, position, d_model=6]", x.unsqueeze(0).squeeze(0));
  }

  @Test
  void transposing_moves_axes() {
    assertType("[batch, d_model=6, position]", x.transpose(-2, -1));
    assertType("[d_model=6, batch, position]", x.permute(2, 0, 1));
  }

  @Test
  void flipping_keeps_the_type() {
    assertType("[batch, position, d_model=6]", x.flip(1));
    assertType("integer [batch, position]", ids.flip(-1));
    assertType("boolean [batch, position, d_model=6]", x.less(0).flip(0));
  }

  @Test
  void stretching_gives_the_shape_asked_for() {
    assertType("[batch, d_model=6]", bias.broadcastTo(Shape.of(BATCH, D_MODEL)));
    assertSame(x, x.broadcastTo(x.shape()));
  }

  @Test
  void slicing_shortens_an_axis() {
    assertType("[batch, position, d_model=2]", x.slice(-1, 1, 3));
    assertType("[batch, position]", x.select(-1, 5));
    assertType(
        "[batch, last=1, d_model=6]",
        x.slice(1, POSITION.extent().minus(Polynomial.ONE), Dim.of("last", 1)));
  }

  @Test
  void joined_axes_are_as_long_as_their_parts_together() {
    assertType("[batch, position=2·position, d_model=6]", Tensor.concat(1, x, x));
    assertType("[batch, position, d_model=12]", Tensor.concat(-1, x, x));
    assertType("[batch, position, d_model=6, pair=2]", Tensor.stack("pair", x, x));
  }

  @Test
  void padding_lengthens_an_axis() {
    assertType("[batch, position=position + 3, d_model=6]", x.pad(1, 3, 0));
    assertType("[batch, position, d_model=9]", x.pad(-1, 1, 2));
  }

  @Test
  void sources_have_the_type_that_they_declare() {
    assertType("integer [position]", scope.range(POSITION));
    assertType("integer []", scope.extent(POSITION));
    assertType("[head_dim=3]", scope.constant(new double[] {1, 2, 3}, HEAD_DIM));
    assertType("integer [head=2]", scope.constant(new long[] {1, 2}, HEAD));
    assertType("[batch, head=2]", scope.zeros(Shape.of(BATCH, HEAD)));
    assertType("boolean [head=2]", scope.constant(new boolean[] {true, false}, HEAD));
    assertType("[batch, head=2]", scope.normal("noise", Shape.of(BATCH, HEAD)));
    assertType("[head=2]", scope.buffer("mean", Initializer.ZEROS, HEAD));
  }

  @Test
  void a_detached_value_has_the_type_it_had() {
    assertEquals(x.type(), x.detach().type());
  }

  @Test
  void composites_have_the_type_of_their_bodies() {
    Tensor weight = scope.parameter("weight", Initializer.ZEROS, D_MODEL, HEAD_DIM);
    Tensor out = scope.parameter("out", Initializer.ZEROS, HEAD_DIM);
    assertType("[batch, position, head_dim=3]", x.linear(weight, out));
    assertEquals(x.type(), x.layerNorm(bias, bias, 1e-5).type());
    assertEquals(x.type(), x.rmsNorm(bias, 1e-5).type());
    assertEquals(x.type(), x.gelu().type());
    assertEquals(x.type(), x.geluTanh().type());
    assertEquals(x.type(), x.silu().type());
    assertEquals(x.type(), x.softplus().type());
    assertType("[]", x.flatten(0, 1, "n").crossEntropy(ids.flatten(0, 1, "n"), 0.1));
  }

  @Test
  void a_softmax_under_a_mask_keeps_the_shape_of_the_scores() {
    Tensor scores = x.rename(1, "query").matmul(x.rename(1, "key").transpose(-2, -1));
    assertType("[batch, query=position, key=position]", scores.softmax(mask.unsqueeze(1)));
    assertType("[batch, query=position, key=position]", scores.causalSoftmax());
    assertType("boolean [query=position, key=position]", scores.causalMask());
    assertType("integer [query=position, key=position]", scores.relativePosition());
  }

  private static void assertType(String expected, Tensor tensor) {
    assertEquals(expected, tensor.type().toString());
  }
}
