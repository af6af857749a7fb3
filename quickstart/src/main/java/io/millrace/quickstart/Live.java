// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Shows once a second what moves through the pipeline. */
final class Live {
    /** Where the looks are shown. */
    enum Screen {
        TERMINAL,
        PLAIN
    }

    private static final long TICK_NANOS = 1_000_000_000;
    private static final long WINDOW_SECONDS = 10;
    private static final int HEALTH_EVERY = 5;

    private final Pipeline pipeline;
    private final PrintStream out;
    private final Screen screen;
    private final LongSupplier nanoClock;
    private final Latencies deviceEvents;
    private final Latencies shopRows;
    private int drawn;

    Live(Pipeline pipeline, PrintStream out, Screen screen, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.out = out;
        this.screen = screen;
        this.nanoClock = nanoClock;
        this.deviceEvents = Latencies.lately(nanoClock, WINDOW_SECONDS * TICK_NANOS);
        this.shopRows = Latencies.lately(nanoClock, WINDOW_SECONDS * TICK_NANOS);
    }

    /** Shows until {@code isOver}; a part that stops working is a {@link Problem}. */
    void show(BooleanSupplier isOver) {
        try (Connection connection = pipeline.target().open()) {
            LatencySampler sampler = new LatencySampler(connection);
            Map<String, Long> before = pipeline.topics().counts();
            long lookedNanos = nanoClock.getAsLong();
            for (int tick = 1; !isOver.getAsBoolean(); tick++) {
                LockSupport.parkNanos(TICK_NANOS - (nanoClock.getAsLong() - lookedNanos));
                Map<String, Long> records = pipeline.topics().counts();
                long now = nanoClock.getAsLong();
                Map<String, Double> rates = LiveTable.perSecond(before, records, (now - lookedNanos) / 1e9);
                before = records;
                lookedNanos = now;
                draw(look(connection, sampler, records, rates));
                if (tick % HEALTH_EVERY == 0) {
                    pipeline.requireHealthy();
                }
            }
        } catch (SQLException e) {
            throw new Problem("PostgreSQL does not answer any more: " + e.getMessage() + ". " + pipeline.logs(), e);
        }
    }

    private LiveTable.Look look(
            Connection connection, LatencySampler sampler, Map<String, Long> records, Map<String, Double> rates)
            throws SQLException {
        Instant since = Instant.now().minusSeconds(WINDOW_SECONDS);
        sampler.sampleDeviceEvents(deviceEvents, since);
        sampler.sampleShopRows(shopRows, since);
        return new LiveTable.Look(
                records,
                rates,
                Target.counts(connection, pipeline.shownTables()),
                deviceEvents.summary(),
                shopRows.summary());
    }

    private void draw(LiveTable.Look look) {
        if (screen == Screen.PLAIN) {
            out.println(LiveTable.line(look));
            return;
        }
        List<String> lines = LiveTable.lines(look);
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append("A\u001b[J"); // up to the first line, clear from there
        }
        lines.forEach(line -> frame.append(line).append('\n'));
        out.print(frame);
        out.flush();
        drawn = lines.size();
    }
}
