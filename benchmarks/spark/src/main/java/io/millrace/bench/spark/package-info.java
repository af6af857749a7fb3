/** {@code ./millrace bench spark-decode}: curated topics decoded in Spark, beside Spark's own {@code from_avro}. */
@NullMarked
package io.millrace.bench.spark;

import org.jspecify.annotations.NullMarked;
