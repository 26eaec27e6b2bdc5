/**
 * Runs of a sweep as tasks of Apache Spark. The program starts {@link org.ablate.spark.Driver} as a
 * process of its own, on the class path, as Spark is no module; what is carried to the machines and
 * back are parcels that only the program can open.
 */
package org.ablate.spark;
