// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.ActivityOptions.Output;
import io.millrace.spark.curated.Curated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What devices do, from topics of {@code io.millrace.DeviceEvent} into tables of PostgreSQL: events and active devices by window,
 * sessions with the steps of a funnel, and what came too late to count.
 *
 * <p>Each row is written once, when it is final, and exactly once whatever fails. Which events count depends on the events alone:
 * a batch computation over the same topics gives the same rows. See {@link Timeliness}.
 */
@Command(
        name = "DeviceActivity",
        mixinStandardHelpOptions = true,
        description =
                "Computes what devices do from topics of device events, into tables of PostgreSQL: device_activity,"
                        + " device_sessions, device_funnel, device_late and device_quarantine.")
public final class DeviceActivity extends Job {
    @Mixin
    private PostgresOptions database = new PostgresOptions();

    @Mixin
    private ActivityOptions activity = new ActivityOptions();

    /** Made by {@link #main}. */
    DeviceActivity() {}

    /** Runs the job; {@code --help} lists the options. */
    public static void main(String[] arguments) {
        System.exit(run(new DeviceActivity(), arguments));
    }

    /** Each partition has state of its own in each of the aggregations, and a checkpoint keeps to the number that it began with. */
    @Override
    Map<String, String> defaults() {
        return Map.of("spark.sql.shuffle.partitions", "16");
    }

    @Override
    List<String> problems() {
        return activity.problems();
    }

    @Override
    List<StreamingQuery> start(SparkSession session) throws TimeoutException {
        session.streams().addListener(new DroppedRowsLog());
        prepare();
        List<StreamingQuery> queries = new ArrayList<>();
        Dataset<Row> events = each(session, records -> DeviceEvents.of(Curated.values(records), activity.countryPath));
        for (Output output : Output.values()) {
            if (activity.outputs.contains(output)) {
                String name = output.name().toLowerCase(Locale.ROOT);
                queries.add(start(name, computed(output, events), table(output)));
            }
        }
        queries.add(start("quarantine", each(session, Curated::quarantine), DeviceTables.QUARANTINE));
        return queries;
    }

    private void prepare() {
        try (Connection connection = database.connect()) {
            new PostgresBatches(database, job()).prepare();
            for (Output output : activity.outputs) {
                table(output).create(connection, database);
            }
            DeviceTables.QUARANTINE.create(connection, database);
            if (activity.outputs.contains(Output.SESSIONS)) {
                DeviceTables.createFunnel(connection, database, activity.funnel);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Cannot prepare the tables: found " + e.getMessage()
                            + ". Check --postgres-url and what the user may do in the schema.",
                    e);
        }
    }

    /** The records of each topic, read by its own schema, as one. */
    private Dataset<Row> each(SparkSession session, Function<Dataset<Row>, Dataset<Row>> part) {
        return options.topics.stream()
                .distinct()
                .sorted()
                .map(topic -> part.apply(options.reader().read(options.records(session, List.of(topic)), topic)))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private Dataset<Row> computed(Output output, Dataset<Row> events) {
        Timeliness timeliness = activity.timeliness();
        return switch (output) {
            case ACTIVITY -> new Activity(activity.window, activity.slideOf()).of(timeliness.onTime(events));
            case SESSIONS -> new DeviceSessions(activity.sessionGap, activity.funnel).of(timeliness.onTime(events));
            case LATE -> LateEvents.of(timeliness.untimely(events), timeliness);
        };
    }

    private static PostgresTable table(Output output) {
        return switch (output) {
            case ACTIVITY -> DeviceTables.ACTIVITY;
            case SESSIONS -> DeviceTables.SESSIONS;
            case LATE -> DeviceTables.LATE;
        };
    }

    private StreamingQuery start(String name, Dataset<Row> rows, PostgresTable table) throws TimeoutException {
        return rows.writeStream()
                .queryName(name)
                .outputMode("append")
                .trigger(options.triggerOf())
                .option("checkpointLocation", options.checkpointOf(name))
                .foreachBatch(new PostgresWriter(database, new PostgresBatches(database, job()), table))
                .start();
    }

    private static String job() {
        return DeviceActivity.class.getSimpleName();
    }
}
