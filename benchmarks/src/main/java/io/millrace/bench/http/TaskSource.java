// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.connect.http.HttpPollSourceTask;
import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;

/** HttpPollSourceTask, called as a worker calls it. */
final class TaskSource implements PageSource {
    private final HttpPollSourceTask task = new HttpPollSourceTask();

    /** @param shape settings on top of those for the API */
    TaskSource(String url, int limit, Map<String, String> shape) {
        Map<String, String> props = new HashMap<>(Map.of(
                "topic", "devices.events",
                "http.url", url,
                "pagination.type", "cursor",
                "pagination.limit", Integer.toString(limit),
                "pagination.more.pointer", "/has_more",
                "pagination.max.pages", Integer.toString(Integer.MAX_VALUE),
                "poll.interval.ms", "1"));
        props.putAll(shape);
        task.initialize(new FakeSourceTaskContext(new FakePluginMetrics()));
        task.start(props);
    }

    @Override
    public int poll(Consumer<SourceRecord> records) {
        try {
            List<SourceRecord> polled = task.poll();
            if (polled == null) {
                return 0;
            }
            polled.forEach(records);
            return polled.size();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        task.stop();
    }
}
