/**
 * Curated topics as typed DataFrames: Avro in Confluent's framing, decoded by compiled plans into Spark's own rows, each
 * record resolved to one schema or read as it was written. Knows the registry and Spark's Catalyst rows; knows nothing of jobs.
 */
@NullMarked
package io.millrace.spark.curated;

import org.jspecify.annotations.NullMarked;
