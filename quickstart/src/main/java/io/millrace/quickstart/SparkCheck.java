// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Compares what the Spark jobs have made with what must be: windows of device events with a count over what the devices sent,
 * Iceberg tables with the shop's database.
 */
final class SparkCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_NANOS = 1_000_000_000;
    private static final int LAKE_ATTEMPTS = 4;

    private final Pipeline pipeline;
    private final SparkJobs jobs;
    private final Steps steps;
    private final LongSupplier nanoClock;

    SparkCheck(Pipeline pipeline, SparkJobs jobs, Steps steps, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.jobs = jobs;
        this.steps = steps;
        this.nanoClock = nanoClock;
    }

    /** What was compared, and how. */
    record Found(Comparison comparison, int windows, int lakeRows) implements Beside {
        @Override
        public String json() {
            return "\"spark\":{\"windows\":%d,\"lakeRows\":%d}".formatted(windows, lakeRows);
        }
    }

    /** Devices go on meanwhile, for only later events make a window final. The shop must rest. */
    Found run(double perSecond) {
        Instant now = Instant.now();
        pipeline.devices().pace(perSecond);
        steps.say("Spark: waiting until windows that end by now are final");
        awaitFinal(now);
        pipeline.devices().pause();
        ExpectedActivity expected = new ExpectedActivity(pipeline.devices().ledger(), now);
        Comparison activity = Comparison.of(
                ExpectedActivity.TABLE,
                ExpectedActivity.COLUMNS,
                expected.rows(),
                pipeline.target()
                        .rows(
                                ExpectedActivity.TABLE,
                                ExpectedActivity.endedBy(now),
                                ExpectedActivity.COLUMNS,
                                ExpectedActivity.KEYS));
        steps.say("  " + expected.rows().rows().size() + " rows of windows compared");
        Lake lake = lake();
        steps.say("  " + lake.rows + " rows of Iceberg tables compared");
        return new Found(activity.plus(lake.comparison), expected.rows().rows().size(), lake.rows);
    }

    private void awaitFinal(Instant end) {
        long deadline = nanoClock.getAsLong() + PATIENCE.toNanos();
        while (!isFinal(end)) {
            if (nanoClock.getAsLong() - deadline > 0) {
                throw new Problem("No window that ends at " + end + " has become final within " + PATIENCE.toSeconds()
                        + " s. " + pipeline.logs());
            }
            pipeline.requireHealthy();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isFinal(Instant end) {
        try (Connection connection = pipeline.target().open();
                Statement statement = connection.createStatement()) {
            if (!Target.exists(connection, ExpectedActivity.TABLE)) {
                return false;
            }
            try (ResultSet found =
                    statement.executeQuery("SELECT max(window_end) >= '" + end + "' FROM " + ExpectedActivity.TABLE)) {
                return found.next() && found.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new Problem("Cannot read PostgreSQL: " + e.getMessage() + ". " + pipeline.logs(), e);
        }
    }

    private record Lake(Comparison comparison, int rows) {}

    /** The job may be a batch behind: what differs is looked at again. */
    private Lake lake() {
        Lake lake = compared();
        for (int i = 1; i < LAKE_ATTEMPTS && !lake.comparison.isEqual(); i++) {
            pipeline.requireHealthy();
            lake = compared();
        }
        return lake;
    }

    private Lake compared() {
        List<LakeQuery> queries =
                Stream.of(ShopTable.values()).map(LakeQuery::new).toList();
        List<Rows> found = jobs.query(queries);
        Comparison all = Comparison.none();
        int rows = 0;
        for (int i = 0; i < found.size(); i++) {
            ShopTable table = queries.get(i).table();
            rows += found.get(i).rows().size();
            all = all.plus(Comparison.of(
                    "Iceberg " + table.label(),
                    table.columns(),
                    pipeline.database().rows(table),
                    found.get(i)));
        }
        return new Lake(all, rows);
    }
}
