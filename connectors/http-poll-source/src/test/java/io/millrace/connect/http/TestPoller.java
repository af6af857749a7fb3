// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RetrySchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A poller over real HTTP whose time is a counter: requests are answered at once, and pauses only move the clock. */
final class TestPoller implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private final PageClient client;
    private final HttpPoller poller;
    private long nowNanos;

    TestPoller(Map<String, String> props, Position start) {
        HttpPollConfig config = new HttpPollConfig(props);
        client = new PageClient(config, CLOCK);
        RetrySchedule retries = new RetrySchedule(config.retryLimits(), () -> nowNanos, () -> 0);
        Waiter waiter = new Waiter() {
            @Override
            boolean await(CompletableFuture<?> event, long nanos) {
                return event.isDone();
            }

            @Override
            boolean pause(long nanos) {
                nowNanos += nanos;
                return isStopped();
            }
        };
        poller = new HttpPoller(
                client, config, start, Runnable::run, retries, new HttpPoller.Time(() -> nowNanos, waiter));
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
        client.close();
    }
}
