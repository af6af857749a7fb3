// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import io.millrace.bench.Contender;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A query over records in memory, whose rows go nowhere. */
record Query(String name, Dataset<Row> rows, int records) implements Contender {
    @Override
    public int run() {
        rows.write().format("noop").mode("overwrite").save();
        return records;
    }
}
