package org.ablate.registry;

/**
 * How a plan stops runs early.
 *
 * @param factor one of so many variants at a rung goes on to the next
 * @param minimumSteps the first rung is at least so far
 */
public record PlannedHalving(int factor, int minimumSteps) {}
