// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How much devices did, by window of event time: for each platform, type and country, the number of events and of the devices that
 * they are from. Exact, also while it streams: devices are counted as groups of a first aggregation.
 *
 * @param window how long a window is
 * @param slide how far apart windows begin; {@code window} for windows that do not overlap
 */
record Activity(Duration window, Duration slide) {
    Dataset<Row> of(Dataset<Row> events) {
        Column windows = functions.window(col("occurred_at"), Timeliness.spark(window), Timeliness.spark(slide));
        return events.groupBy(
                        windows.as("window"),
                        coalesce(col("platform"), lit(DeviceEvents.UNKNOWN)).as("platform"),
                        col("type"),
                        coalesce(col("country"), lit(DeviceEvents.UNKNOWN)).as("country"),
                        col("device_id"))
                .agg(count(lit(1)).as("events"))
                .groupBy("window", "platform", "type", "country")
                .agg(sum("events").as("events"), count(lit(1)).as("active_devices"))
                .select(
                        col("window.start").as("window_start"),
                        col("window.end").as("window_end"),
                        col("platform"),
                        col("type"),
                        col("country"),
                        col("events"),
                        col("active_devices"));
    }
}
