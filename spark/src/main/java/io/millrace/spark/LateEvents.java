// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.window;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many events came late, or from the future, by platform and the hour that they were received in. */
final class LateEvents {
    private LateEvents() {}

    /** Counts what {@link Timeliness#untimely} has kept. */
    static Dataset<Row> of(Dataset<Row> untimely, Timeliness timeliness) {
        return untimely.groupBy(
                        window(col("received_at"), "1 hour").as("window"),
                        coalesce(col("platform"), lit(DeviceEvents.UNKNOWN)).as("platform"))
                .agg(
                        count_if(timeliness.isLate()).as("late"),
                        count_if(timeliness.isFuture()).as("future"))
                .select(col("window.start").as("hour"), col("platform"), col("late"), col("future"));
    }
}
