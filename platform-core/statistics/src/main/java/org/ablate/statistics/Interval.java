package org.ablate.statistics;

/**
 * A range that a quantity lies in.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {}
