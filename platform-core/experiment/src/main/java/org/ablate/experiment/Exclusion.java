package org.ablate.experiment;

/**
 * A variation that an experiment leaves out on purpose.
 *
 * @param variant its name
 * @param reason why
 */
public record Exclusion(String variant, String reason) {}
