// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The task as the worker runs it: real thread, real clock. */
@Timeout(60)
class HttpPollSourceTaskTest {
    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();

    @Test
    void goesOnWhereTheStoredOffsetSays() throws InterruptedException {
        try (FakeFeed feed = new FakeFeed(25)) {
            stored.put(Map.of("endpoint", feed.url()), Map.of("cursor", "c10", "index", 3L));
            HttpPollSourceTask task = started(feed);

            List<SourceRecord> records = pollUntil(task, 12);
            task.stop();

            assertThat(TestPoller.ids(records)).isEqualTo(TestPoller.ids(13, 25));
        }
    }

    @Test
    void neverKeepsThePollingThreadLong() throws InterruptedException {
        try (FakeFeed feed = new FakeFeed(0)) {
            HttpPollSourceTask task = started(feed);
            feed.reply(FakeFeed.Reply.withHeader(429, "Retry-After", "30"));
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                assertThat(task.poll()).isNull();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            }
            task.stop();
            assertThat(task.poll()).isNull();
        }
    }

    @Test
    void stopsEvenIfItNeverStarted() {
        new HttpPollSourceTask().stop();
    }

    private HttpPollSourceTask started(FakeFeed feed) {
        HttpPollSourceTask task = new HttpPollSourceTask();
        task.initialize(new FakeSourceTaskContext(stored, new FakePluginMetrics()));
        task.start(TestPoller.props(feed));
        return task;
    }

    private static List<SourceRecord> pollUntil(HttpPollSourceTask task, int count) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        while (records.size() < count) {
            List<SourceRecord> page = task.poll();
            records.addAll(page == null ? List.of() : page);
        }
        return records;
    }
}
