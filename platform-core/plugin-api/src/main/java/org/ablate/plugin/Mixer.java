package org.ablate.plugin;

import java.util.OptionalInt;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What lets tokens see each other in a layer. Implement {@link Attention} for a formula over heads,
 * which is the ordinary case, or {@link TokenMixer} for a whole layer with projections of its own.
 */
@ConsumerType
public interface Mixer extends Component {

  /** What this mixer honours with these settings. */
  Set<Capability> capabilities();

  /** The longest sequence that it can mix, where there is a limit. */
  default OptionalInt maxLength() {
    return OptionalInt.empty();
  }

  /**
   * How the operations of a whole pass grow with its length, as they are computed here and not as
   * they could be: what is masked after it was computed counts. The conformance kit compares it
   * with the operations that it counts.
   *
   * @param causal whether a token is mixed with none after it
   */
  default Growth growth(boolean causal) {
    return Growth.QUADRATIC;
  }
}
