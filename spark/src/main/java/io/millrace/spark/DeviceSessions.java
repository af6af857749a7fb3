// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Sessions of devices: events of one device with at most a gap between each and the next. Events of one instant are in the
 * order of {@code sequence}, then of {@code event_id}.
 *
 * @param gap the silence that ends a session
 * @param funnel types of events; a session has reached as many as it has, one after the other, whatever is between them
 */
record DeviceSessions(Duration gap, List<String> funnel) {
    private static final Column ORDER = struct("occurred_at", "sequence", "event_id");

    DeviceSessions {
        funnel = List.copyOf(funnel);
    }

    Dataset<Row> of(Dataset<Row> events) {
        return grouped(
                        events,
                        gap,
                        count(lit(1)).as("events"),
                        last("user_id"),
                        last("platform"),
                        last("app_version"),
                        min_by(col("type"), ORDER).as("first_type"),
                        max_by(col("type"), ORDER).as("last_type"),
                        collect_list(when(col("type").isin(funnel.toArray()), struct(ORDER.as("at"), col("type"))))
                                .as("steps"))
                .withColumn("funnel_step", reached(col("steps")))
                .withColumn("funnel_type", get(steps(), col("funnel_step").minus(1)))
                .drop("steps");
    }

    /** Sessions with all {@code users} that were seen in each, and its last known {@code platform}. */
    static Dataset<Row> withUsers(Dataset<Row> events, Duration gap) {
        return grouped(events, gap, collect_set("user_id").as("users"), last("platform"));
    }

    /** One row for each session: {@code device_id}, {@code started_at}, {@code ended_at}, and what else is asked of its events. */
    private static Dataset<Row> grouped(Dataset<Row> events, Duration gap, Column... more) {
        Column[] all = Stream.concat(Stream.of(max("occurred_at").as("ended_at")), Stream.of(more))
                .toArray(Column[]::new);
        return events.groupBy(
                        session_window(col("occurred_at"), Timeliness.spark(gap))
                                .as("session"),
                        col("device_id"))
                .agg(min("occurred_at").as("started_at"), all)
                .drop("session");
    }

    /** The last that is known: an event without it does not take it away. */
    private static Column last(String name) {
        return max_by(col(name), when(col(name).isNotNull(), ORDER)).as(name);
    }

    private Column reached(Column found) {
        return aggregate(
                array_sort(found),
                lit(0),
                (reached, event) -> when(event.getField("type").equalTo(get(steps(), reached)), reached.plus(1))
                        .otherwise(reached));
    }

    private Column steps() {
        return array(funnel.stream().map(functions::lit).toArray(Column[]::new));
    }
}
