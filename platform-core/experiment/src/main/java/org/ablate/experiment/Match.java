package org.ablate.experiment;

/**
 * That a variant was made as large as the baseline.
 *
 * @param variant the variant
 * @param setting the setting that was solved for
 * @param from its value before
 * @param to its value now; the same where nothing had to change
 * @param quantity what is matched, such as {@code parameters}
 * @param value how much of it the variant has now
 * @param target how much of it the baseline has
 */
public record Match(
    String variant,
    String setting,
    long from,
    long to,
    String quantity,
    double value,
    double target) {}
