/**
 * What variants must do. {@link org.ablate.conformance.Conformance#checks} lists it for a variant.
 * Values are computed in double precision by the reference {@link org.ablate.tensor.Interpreter},
 * gradients in float64 by libtorch, so that a difference is a mistake and not noise.
 */
package org.ablate.conformance;
