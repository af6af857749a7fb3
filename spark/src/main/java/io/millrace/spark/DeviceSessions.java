// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sessions of devices. */
final class DeviceSessions {
    private DeviceSessions() {}

    /**
     * The sessions of {@code events}: those of one device with no more than {@code gap} between each and the next. Each has {@code
     * device_id}, {@code started_at}, {@code ended_at}, the {@code users} that were seen in it, and the last known {@code platform}.
     */
    static Dataset<Row> sessions(Dataset<Row> events, Duration gap) {
        Column order = struct("occurred_at", "sequence", "event_id");
        return events.groupBy(col("device_id"), session_window(col("occurred_at"), gap.toMillis() + " milliseconds"))
                .agg(
                        min("occurred_at").as("started_at"),
                        max("occurred_at").as("ended_at"),
                        collect_set("user_id").as("users"),
                        max_by(col("platform"), when(col("platform").isNotNull(), order))
                                .as("platform"))
                .drop("session_window");
    }
}
