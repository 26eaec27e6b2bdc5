/**
 * Experiments: a YAML file becomes a list of {@linkplain org.ablate.experiment.RunPlan runs}, each
 * with all its settings, or a list of everything that is wrong with it.
 *
 * <p>A file states a base ({@code task}, {@code tokenizer}, {@code model}, {@code training}, {@code
 * decoding}), the {@code seeds}, {@code variants}, each of which is laid over the base, and axes of
 * settings ({@code grid}, {@code zip}) at whose points every variant is. Runs are variants × points
 * × seeds, but for what is excluded.
 *
 * <p>Read in this order: {@link org.ablate.experiment.Experiment}, {@link
 * org.ablate.experiment.RunPlan}, {@link org.ablate.experiment.Composition}.
 */
package org.ablate.experiment;
