/**
 * Streaming jobs over curated topics: device activity, current tables, history and order metrics. Each job is one class with
 * {@code main}; what it computes is a plain function of DataFrames. Reads topics by {@code io.millrace.spark.curated}.
 */
@NullMarked
package io.millrace.spark;

import org.jspecify.annotations.NullMarked;
