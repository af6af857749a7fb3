// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.page.LivePage;
import io.millrace.quickstart.page.Snapshot;
import io.millrace.testkit.servers.ConnectWorker.Connector;
import io.millrace.testkit.servers.ConnectorStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows looks on the live page, with more than a terminal has room for, which is asked for while somebody watches. */
final class PageScreen implements Live.Screen, AutoCloseable {
    private final Pipeline pipeline;
    private final LivePage page;
    private final Clock clock;
    private final RecentHistory history = new RecentHistory();
    private final NewestRows newest = new NewestRows();
    private final MinuteCounts minutes;
    private final DeadLetters deadLetters;
    private Map<String, Long> rows = Map.of();
    private long rowsMs;

    private PageScreen(Pipeline pipeline, LivePage page, Clock clock, LongSupplier nanoClock) {
        this.pipeline = pipeline;
        this.page = page;
        this.clock = clock;
        this.minutes = new MinuteCounts(clock, nanoClock);
        this.deadLetters = new DeadLetters(pipeline.stack().kafka().bootstrapServers());
    }

    static PageScreen open(Pipeline pipeline, int port, LongSupplier nanoClock) {
        return new PageScreen(pipeline, LivePage.start(port), Clock.systemUTC(), nanoClock);
    }

    String url() {
        return page.url();
    }

    @Override
    public boolean isWatched() {
        return page.isWatched();
    }

    @Override
    public void show(Look look, Connection connection) throws SQLException {
        long nowMs = clock.millis();
        history.add(nowMs, look);
        if (page.isWatched()) {
            deadLetters.watch(look.workers().connectors());
            page.publish(snapshot(nowMs, look, connection));
        }
        rows = look.rows();
        rowsMs = nowMs;
    }

    @Override
    public void end(String reason) {
        page.end(reason);
    }

    @Override
    public void close() {
        deadLetters.close();
        page.close();
    }

    private Snapshot snapshot(long nowMs, Look look, Connection connection) throws SQLException {
        return new Snapshot(
                nowMs,
                look.workers().problem().orElse(null),
                pipeline.flows(),
                topics(look),
                tables(nowMs, look, connection),
                look.workers().connectors().stream().map(PageScreen::connector).toList(),
                SinkOffsets.lags(connection, pipeline.flows(), pipeline.topics().ends()),
                List.of(
                        latency("received event to visible row", look.deviceEvents()),
                        latency("transaction to visible row", look.shopRows())),
                Look.BUCKETS_MS,
                history.copy(),
                deadLetters.newest(),
                minutes.ask(connection));
    }

    private static List<Snapshot.Topic> topics(Look look) {
        return look.records().entrySet().stream()
                .map(topic -> new Snapshot.Topic(
                        topic.getKey(), topic.getValue(), look.perSecond().getOrDefault(topic.getKey(), 0.0)))
                .toList();
    }

    private List<Snapshot.Table> tables(long nowMs, Look look, Connection connection) throws SQLException {
        List<Snapshot.Table> tables = new ArrayList<>();
        for (Map.Entry<String, Long> table : look.rows().entrySet()) {
            long before = rows.getOrDefault(table.getKey(), table.getValue());
            double perSecond = (table.getValue() - before) * 1000.0 / Math.max(1, nowMs - rowsMs);
            NewestRows.Found found = newest.of(connection, table.getKey());
            tables.add(new Snapshot.Table(table.getKey(), table.getValue(), perSecond, found.columns(), found.rows()));
        }
        return tables;
    }

    private static Snapshot.Connector connector(Connector connector) {
        ConnectorStatus status = connector.status();
        return new Snapshot.Connector(
                connector.name(),
                status.state(),
                status.trace(),
                status.tasks().stream()
                        .map(task -> new Snapshot.Task(task.id(), task.state(), task.trace()))
                        .toList());
    }

    private static Snapshot.Latency latency(String name, Look.Latency latency) {
        Latencies.Summary summary = latency.summary();
        return new Snapshot.Latency(
                name,
                summary.count(),
                orNull(summary.p50Ms()),
                orNull(summary.p99Ms()),
                orNull(summary.maxMs()),
                latency.buckets());
    }

    /** JSON has no NaN. */
    static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
