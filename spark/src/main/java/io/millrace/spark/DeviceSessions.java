// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
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
    DeviceSessions {
        funnel = List.copyOf(funnel);
    }

    Dataset<Row> of(Dataset<Row> events) {
        Column order = struct("occurred_at", "sequence", "event_id");
        return events.groupBy(
                        session_window(col("occurred_at"), Timeliness.spark(gap))
                                .as("session"),
                        col("device_id"))
                .agg(
                        min("occurred_at").as("started_at"),
                        max("occurred_at").as("ended_at"),
                        count(lit(1)).as("events"),
                        last("user_id", order),
                        last("platform", order),
                        last("app_version", order),
                        min_by(col("type"), order).as("first_type"),
                        max_by(col("type"), order).as("last_type"),
                        collect_list(when(col("type").isin(funnel.toArray()), struct(order.as("at"), col("type"))))
                                .as("steps"))
                .withColumn("funnel_step", reached(col("steps")))
                .withColumn("funnel_type", get(steps(), col("funnel_step").minus(1)))
                .drop("session", "steps");
    }

    /** The last that is known: an event without it does not take it away. */
    private static Column last(String name, Column order) {
        return max_by(col(name), when(col(name).isNotNull(), order)).as(name);
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
