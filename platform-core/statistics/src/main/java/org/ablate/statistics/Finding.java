package org.ablate.statistics;

import java.util.Optional;

/**
 * What is known of a variant.
 *
 * @param variant its name
 * @param summary its results
 * @param difference its difference to the baseline; the baseline has none, nor has a variant that
 *     shares fewer than two finished seeds with it
 * @param rank where it stands; needs two seeds that every variant has ended
 */
public record Finding(
    String variant, Summary summary, Optional<Difference> difference, Optional<MeanRank> rank) {}
