package org.ablate.conformance;

import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * An encoding for tokens that all stand later than they are counted to.
 *
 * @param encoding what is told of the later positions
 * @param by how much later
 */
record Later(PositionalEncoding encoding, int by) implements PositionalEncoding {

  @Override
  public Positions place(Scope scope, Positions counted) {
    return encoding.place(
        scope, new Positions(counted.query().add(by), counted.key().add(by), counted.causal()));
  }

  @Override
  public Set<Place> places() {
    return encoding.places();
  }

  @Override
  public OptionalInt maxLength() {
    return encoding.maxLength();
  }

  @Override
  public boolean isRelative() {
    return encoding.isRelative();
  }

  @Override
  public boolean keepsMagnitude() {
    return encoding.keepsMagnitude();
  }

  @Override
  public boolean sharedAcrossLayers() {
    return encoding.sharedAcrossLayers();
  }

  @Override
  public boolean isScaledWithEmbeddings() {
    return encoding.isScaledWithEmbeddings();
  }

  @Override
  public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
    return encoding.encodeEmbeddings(scope, embeddings, positions); // [batch, position, d_model]
  }

  @Override
  public Tensor encodeQuery(Scope scope, Tensor query, Tensor positions) {
    return encoding.encodeQuery(scope, query, positions); // [batch, head, position, head_dim]
  }

  @Override
  public Tensor encodeKey(Scope scope, Tensor key, Tensor positions) {
    return encoding.encodeKey(scope, key, positions); // [batch, key_value_head, position, hd]
  }

  @Override
  public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
    return encoding.scoreBias(scope, query, key, positions); // [batch or 1, head, query, key]
  }
}
