package org.ablate.app.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What one run may cost.
 *
 * @param time how long it may take; one that takes longer has failed
 * @param silence how long it may take no step and score no batch before it is taken for hung
 * @param retries how often it is taken up again after its process was lost
 * @param failFast whether the first run that fails is the last one
 */
public record Limits(Optional<Duration> time, Duration silence, int retries, boolean failFast) {}
