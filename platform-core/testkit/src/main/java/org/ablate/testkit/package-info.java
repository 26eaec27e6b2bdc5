/**
 * The conformance kit as JUnit tests: {@link org.ablate.testkit.ConformanceTest} makes a test of
 * each {@link org.ablate.conformance.Check}.
 */
package org.ablate.testkit;
