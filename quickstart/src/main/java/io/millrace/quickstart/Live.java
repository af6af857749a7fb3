// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Looks once a second at what moves through the pipeline, and shows it on every screen; at nothing if nobody watches. */
final class Live {
    /** Where looks are shown. */
    interface Screen {
        /** Whether it is worth to look. */
        boolean isWatched();

        /** Shows it; what else it wants to know it asks PostgreSQL by the connection. */
        void show(Look look, Connection connection) throws SQLException;

        /** Nothing more will be shown, for this reason. */
        default void end(String reason) {}
    }

    private static final long TICK_NANOS = 1_000_000_000;
    private static final long WINDOW_SECONDS = 10;
    private static final int HEALTH_EVERY = 5;

    private final Pipeline pipeline;
    private final List<Screen> screens;
    private final Runnable health;
    private final LongSupplier nanoClock;
    private final Latencies deviceEvents;
    private final Latencies shopRows;

    /** {@code health} throws when it makes no sense to go on. */
    Live(Pipeline pipeline, List<Screen> screens, Runnable health, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.screens = List.copyOf(screens);
        this.health = health;
        this.nanoClock = nanoClock;
        this.deviceEvents = Latencies.lately(nanoClock, WINDOW_SECONDS * TICK_NANOS);
        this.shopRows = Latencies.lately(nanoClock, WINDOW_SECONDS * TICK_NANOS);
    }

    /**
     * Shows until {@code isOver}. A database that stops working is a {@link Problem}; a connector that fails is shown, because
     * it can be mended and restarted.
     */
    void show(BooleanSupplier isOver) {
        String end = "The pipeline was stopped.";
        try (Connection connection = pipeline.target().open()) {
            look(connection, isOver);
        } catch (SQLException e) {
            Problem problem =
                    new Problem("PostgreSQL does not answer any more: " + e.getMessage() + ". " + pipeline.logs(), e);
            end = isOver.getAsBoolean() ? end : String.valueOf(problem.getMessage());
            throw problem;
        } catch (RuntimeException e) {
            end = isOver.getAsBoolean() ? end : String.valueOf(e.getMessage());
            throw e;
        } finally {
            for (Screen screen : screens) {
                screen.end(end);
            }
        }
    }

    private void look(Connection connection, BooleanSupplier isOver) throws SQLException {
        LatencySampler sampler = new LatencySampler(connection);
        Map<String, Long> before = pipeline.topics().counts();
        long lookedNanos = nanoClock.getAsLong();
        for (int tick = 1; !isOver.getAsBoolean(); tick++) {
            LockSupport.parkNanos(TICK_NANOS - (nanoClock.getAsLong() - lookedNanos));
            Map<String, Long> records = pipeline.topics().counts();
            long now = nanoClock.getAsLong();
            Map<String, Double> rates = Look.perSecond(before, records, (now - lookedNanos) / 1e9);
            before = records;
            lookedNanos = now;
            if (screens.stream().anyMatch(Screen::isWatched)) {
                show(look(connection, sampler, records, rates), connection);
            }
            if (tick % HEALTH_EVERY == 0) {
                health.run();
            }
        }
    }

    private Look look(
            Connection connection, LatencySampler sampler, Map<String, Long> records, Map<String, Double> rates)
            throws SQLException {
        Instant since = Instant.now().minusSeconds(WINDOW_SECONDS);
        sampler.sampleDeviceEvents(deviceEvents, since);
        sampler.sampleShopRows(shopRows, since);
        return new Look(
                records,
                rates,
                Target.counts(connection, pipeline.shownTables()),
                Look.Latency.of(deviceEvents),
                Look.Latency.of(shopRows),
                pipeline.workers());
    }

    private void show(Look look, Connection connection) throws SQLException {
        for (Screen screen : screens) {
            screen.show(look, connection);
        }
    }
}
