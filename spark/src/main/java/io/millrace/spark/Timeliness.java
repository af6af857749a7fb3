// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Which events count. Whether one is late or of the future is told by its own two times, so that it does not matter when, in which
 * batch, or after which restart it is read.
 *
 * @param lateness how long after it occurred an event may be received
 * @param maxAhead how long before it occurred, by the device's clock, an event may be received
 * @param skew how far apart in time the partitions of the topics are read
 */
record Timeliness(Duration lateness, Duration maxAhead, Duration skew) {
    /** The events that are neither late nor of the future, each id once, with Spark's watermark on {@code occurred_at}. */
    Dataset<Row> onTime(Dataset<Row> events) {
        return once(events.filter(not(isLate().or(isFuture()))).withWatermark("occurred_at", spark(delay())));
    }

    /** The events that {@link #onTime} leaves out, each id once, with Spark's watermark on {@code received_at}. */
    Dataset<Row> untimely(Dataset<Row> events) {
        // The filter comes last: events that are on time move the watermark too.
        return once(events.withWatermark("received_at", spark(skew)).filter(isLate().or(isFuture())));
    }

    /**
     * How far Spark's watermark is behind the latest {@code occurred_at}, so that it drops nothing that {@link #onTime} keeps. What
     * is read now was received at most {@link #skew} before the latest event so far, and occurred {@link #lateness} before that;
     * the latest event may have occurred {@link #maxAhead} after it was received.
     */
    Duration delay() {
        return lateness.plus(maxAhead).plus(skew);
    }

    Column isLate() {
        return ahead().lt(lit(-micros(lateness)));
    }

    Column isFuture() {
        return ahead().gt(lit(micros(maxAhead)));
    }

    private static Column ahead() {
        return unix_micros(col("occurred_at")).minus(unix_micros(col("received_at")));
    }

    /** The first copy that is read: of one device, the one with the lowest offset. */
    private static Dataset<Row> once(Dataset<Row> events) {
        if (events.isStreaming()) {
            return events.dropDuplicatesWithinWatermark("event_id");
        }
        Column copy = row_number()
                .over(Window.partitionBy("event_id").orderBy(col("_topic"), col("_partition"), col("_offset")));
        return events.withColumn("_copy", copy).filter(col("_copy").equalTo(1)).drop("_copy");
    }

    static String spark(Duration duration) {
        return duration.toMillis() + " milliseconds";
    }

    private static long micros(Duration duration) {
        return TimeUnit.MILLISECONDS.toMicros(duration.toMillis());
    }
}
