// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.net.SourceMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A poller over real HTTP whose time is a counter: requests are answered at once, and pauses only move the clock. */
final class TestPoller implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private final FeedFactory feeds;
    private final HttpPoller poller;
    private final List<SourceRecord> pageEnds = new ArrayList<>();
    private long nowNanos;

    TestPoller(Map<String, String> props, Position start) {
        this(props, partition -> start.asOffset());
    }

    /** @param offsets the stored offsets by source partition */
    TestPoller(Map<String, String> props, Function<Map<String, String>, @Nullable Map<String, Object>> offsets) {
        this(props, offsets, poller -> CLOCK);
    }

    /** @param clock the wall's, which may go by {@link #now} */
    TestPoller(
            Map<String, String> props,
            Function<Map<String, String>, @Nullable Map<String, Object>> offsets,
            Function<TestPoller, Clock> clock) {
        this(
                props,
                Unit.parse(Unit.spread(new HttpPollConfig(props).delivered(), 1).get(0)),
                offsets,
                clock);
    }

    /** One task's part, from the start. */
    TestPoller(Map<String, String> props, Unit unit) {
        this(props, List.of(unit), partition -> null, poller -> CLOCK);
    }

    private TestPoller(
            Map<String, String> props,
            List<Unit> units,
            Function<Map<String, String>, @Nullable Map<String, Object>> offsets,
            Function<TestPoller, Clock> clock) {
        HttpPollConfig config = new HttpPollConfig(props);
        feeds = new FeedFactory(
                config,
                new FeedFactory.Surroundings(clock.apply(this), () -> nowNanos, () -> 0, SourceMetrics.NONE, offsets));
        Waiter waiter = new Waiter() {
            @Override
            <T> @Nullable T next(BlockingQueue<T> queue, long nanos) {
                nowNanos += queue.isEmpty() ? nanos : 0;
                return queue.poll();
            }
        };
        poller = new HttpPoller(
                new HttpPoller.Room(Runnable::run, 4),
                new HttpPoller.Time(() -> nowNanos, waiter),
                SourceMetrics.NONE,
                pageEnds::add);
        units.forEach(unit -> feeds.add(unit, poller));
    }

    List<SourceRecord> pageEnds() {
        return pageEnds;
    }

    static Map<String, String> props(FakeFeed feed, String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "topic", "devices.events",
                "http.url", feed.url(),
                "http.auth.type", "bearer",
                "http.auth.token", FakeFeed.TOKEN,
                "pagination.limit", "10"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    @Nullable List<SourceRecord> poll() {
        try {
            return poller.poll();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        poller.stop();
    }

    /** Polls this many times and gives all records. */
    List<SourceRecord> poll(int times) {
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            List<SourceRecord> page = poll();
            records.addAll(page == null ? List.of() : page);
        }
        return records;
    }

    Duration now() {
        return Duration.ofNanos(nowNanos);
    }

    static String id(SourceRecord record) {
        return ((Struct) record.value()).getString("event_id");
    }

    static List<String> ids(List<SourceRecord> records) {
        return records.stream().map(TestPoller::id).toList();
    }

    /** {@code e<from>} to before {@code e<to>}. */
    static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add("e" + i);
        }
        return ids;
    }

    @Override
    public void close() {
        feeds.close();
    }
}
