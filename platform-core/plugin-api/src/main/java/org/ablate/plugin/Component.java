package org.ablate.plugin;

/**
 * A part that an experiment can exchange: an immutable record whose components are its settings. It
 * holds no weights; they are declared on the {@link org.ablate.tensor.Scope} that its method is
 * given.
 *
 * <p>Settings are {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * enums, public records, sealed interfaces of such records, and {@code List}s and {@code Optional}s
 * of these. A variant with a setting of another type is refused when its plugin is loaded. The
 * record checks their range in its constructor and throws {@link IllegalArgumentException}.
 */
public interface Component {}
