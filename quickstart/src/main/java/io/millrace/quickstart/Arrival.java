// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits until all that was sent has arrived, and compares every row and every column. */
final class Arrival {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_NANOS = 200_000_000;
    private static final long HEALTH_NANOS = 3_000_000_000L;

    private final Pipeline pipeline;
    private final LongSupplier nanoClock;

    Arrival(Pipeline pipeline, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.nanoClock = nanoClock;
    }

    /**
     * Waits while there is progress, calling {@code onLook} at each look, and returns the last comparison: equal, or
     * what was still not so when nothing had moved for a while. Traffic must rest meanwhile.
     */
    Comparison await(Connection connection, Look onLook) throws SQLException {
        Map<String, Long> last = Map.of();
        long movedNanos = nanoClock.getAsLong();
        long healthyNanos = movedNanos;
        while (true) {
            onLook.at(connection);
            Map<String, Long> now = progress(connection);
            long nanos = nanoClock.getAsLong();
            if (!now.equals(last)) {
                last = now;
                movedNanos = nanos;
            }
            if (nanos - healthyNanos > HEALTH_NANOS) {
                pipeline.requireHealthy();
                healthyNanos = nanos;
            }
            boolean isOver = nanos - movedNanos > PATIENCE.toNanos();
            if (isOver || looksComplete(now)) {
                Comparison comparison = compare();
                if (isOver || comparison.isEqual()) {
                    return comparison;
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Asked at each look; may be used to sample. */
    @FunctionalInterface
    interface Look {
        void at(Connection connection) throws SQLException;
    }

    private Map<String, Long> progress(Connection connection) throws SQLException {
        Map<String, Long> all = new TreeMap<>(Target.counts(connection, Pipeline.tables()));
        all.putAll(pipeline.topics().counts());
        all.put("unanswered", (long) pipeline.pushing().unanswered());
        return all;
    }

    /** Cheap to ask, and true once everything is there: then rows are compared. */
    private boolean looksComplete(Map<String, Long> counts) {
        return feeds().stream().allMatch(feed -> looksComplete(feed, counts))
                && pipeline.pushing().unanswered() == 0
                && List.of(ShopTable.values()).stream()
                        .allMatch(table -> counts.getOrDefault(table.topic(), 0L)
                                >= pipeline.shop().records(table));
    }

    private static boolean looksComplete(DeviceFeed feed, Map<String, Long> counts) {
        DeviceTable table = feed.table();
        return counts.getOrDefault(table.target(), 0L) >= feed.events()
                && counts.getOrDefault(table.topic(), 0L) >= feed.records();
    }

    private List<DeviceFeed> feeds() {
        return List.of(pipeline.devices(), pipeline.pushes());
    }

    private Comparison compare() {
        Comparison all = Comparison.none();
        for (DeviceFeed feed : feeds()) {
            DeviceTable table = feed.table();
            all = all.plus(Comparison.of(
                    table.target(),
                    table.columns(),
                    feed.expected(),
                    pipeline.target().rows(table.target(), table.columns(), 1)));
        }
        for (ShopTable table : ShopTable.values()) {
            all = all.plus(Comparison.of(
                    table.target(),
                    table.columns(),
                    pipeline.database().rows(table),
                    pipeline.target()
                            .rows(table.target(), table.columns(), table.keys().size())));
        }
        return all.plus(topics());
    }

    /** What the tables cannot show, because an upsert hides it: records too many, or too few, in Kafka. */
    private Comparison topics() {
        Comparison all = Comparison.none();
        for (DeviceFeed feed : feeds()) {
            all = all.plus(topic(feed.table().topic(), feed.records()));
        }
        for (ShopTable table : ShopTable.values()) {
            all = all.plus(topic(table.topic(), pipeline.shop().records(table)));
        }
        return all;
    }

    private Comparison topic(String topic, long expected) {
        long found = pipeline.topics().count(topic);
        if (found == expected) {
            return Comparison.none();
        }
        List<String> examples = new ArrayList<>();
        examples.add(topic + " holds " + found + " records (expected " + expected + ")");
        return new Comparison((int) Math.max(0, expected - found), (int) Math.max(0, found - expected), 0, examples);
    }
}
