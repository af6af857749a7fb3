// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.page.Snapshot.Activity;
import io.millrace.quickstart.page.Snapshot.Series;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened by the minute, as the tables that the sinks keep tell it.
 *
 * <p>It takes time that grows with the tables, and is therefore asked now and then only: every few seconds, and at most one
 * twentieth of the time. Not thread-safe.
 */
final class MinuteCounts {
    private static final int MINUTES = 15;
    private static final long EVERY_NANOS = 5_000_000_000L;
    private static final int REST = 20;
    private static final String OTHER = "(none)";
    private static final String MINUTE = "(extract(epoch FROM date_trunc('minute', %1$s::timestamptz)) * 1000)::bigint";

    private final Clock clock;
    private final LongSupplier nanoClock;
    private Activity last = new Activity(List.of(), List.of(), List.of(), List.of(), List.of());
    private boolean isAsked;
    private long nextNanos;

    MinuteCounts(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    Activity ask(Connection connection) throws SQLException {
        long start = nanoClock.getAsLong();
        if (!isAsked || start - nextNanos >= 0) {
            last = activity(connection);
            isAsked = true;
            long end = nanoClock.getAsLong();
            nextNanos = end + Math.max(EVERY_NANOS, REST * (end - start));
        }
        return last;
    }

    private Activity activity(Connection connection) throws SQLException {
        Instant until = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        List<Long> minutes = new ArrayList<>();
        for (int i = MINUTES - 1; i >= 0; i--) {
            minutes.add(until.minus(i, ChronoUnit.MINUTES).toEpochMilli());
        }
        Sums platforms = new Sums(minutes);
        Sums types = new Sums(minutes);
        for (DeviceTable table : DeviceTable.values()) {
            read(connection, table.target(), events(table.target()), minutes, found -> {
                platforms.add(found.getString(2), found.getLong(1), found.getDouble(4));
                types.add(found.getString(3), found.getLong(1), found.getDouble(4));
            });
        }
        Sums orders = new Sums(minutes);
        Sums revenue = new Sums(minutes);
        read(connection, ShopTable.ORDERS.target(), orders(), minutes, found -> {
            orders.add(found.getString(2), found.getLong(1), found.getDouble(3));
            revenue.add(found.getString(2), found.getLong(1), found.getDouble(4));
        });
        return new Activity(minutes, platforms.series(), types.series(), orders.series(), revenue.series());
    }

    private static String events(String table) {
        String minute = MINUTE.formatted("received_at");
        return "SELECT " + minute + ", platform, type, count(*) FROM " + table
                + " WHERE received_at::timestamptz >= ? GROUP BY 1, 2, 3";
    }

    private static String orders() {
        String minute = MINUTE.formatted("placed_at");
        return "SELECT " + minute + ", currency, count(*), sum(total) FROM " + ShopTable.ORDERS.target()
                + " WHERE placed_at::timestamptz >= ? GROUP BY 1, 2";
    }

    private static void read(Connection connection, String table, String sql, List<Long> minutes, Row row)
            throws SQLException {
        if (!Target.exists(connection, table)) {
            return;
        }
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, Instant.ofEpochMilli(minutes.get(0)).atOffset(ZoneOffset.UTC));
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    row.take(found);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Row {
        void take(ResultSet found) throws SQLException;
    }

    /** One number for each name and minute; 0 where nothing came. */
    private static final class Sums {
        private final List<Long> minutes;
        private final Map<String, double[]> values = new TreeMap<>();

        Sums(List<Long> minutes) {
            this.minutes = minutes;
        }

        void add(@Nullable String name, long minuteMs, double value) {
            int at = Collections.binarySearch(minutes, minuteMs);
            if (at >= 0) {
                values.computeIfAbsent(name == null ? OTHER : name, key -> new double[minutes.size()])[at] += value;
            }
        }

        List<Series> series() {
            List<Series> series = new ArrayList<>();
            values.forEach((name, numbers) ->
                    series.add(new Series(name, Arrays.stream(numbers).boxed().toList())));
            return series;
        }
    }
}
