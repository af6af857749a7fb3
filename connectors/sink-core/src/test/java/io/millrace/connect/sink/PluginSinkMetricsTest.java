// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSinkTaskContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PluginSinkMetricsTest {
    private final FakePluginMetrics worker = new FakePluginMetrics();
    private final SinkMetrics metrics = new PluginSinkMetrics(worker, new LongAdder());

    @AfterEach
    void close() {
        worker.close();
    }

    private Map<String, Object> values() {
        return worker.values();
    }

    @Test
    void measuresFlushes() {
        metrics.flushed(new SinkMetrics.Flush(100, 60, 5_000, Duration.ofMillis(30), Duration.ofMillis(4), 40, 3));
        metrics.flushed(new SinkMetrics.Flush(100, 100, 7_000, Duration.ofMillis(10), Duration.ofMillis(2), 0, 0));
        metrics.lag(Duration.ofMillis(500));
        metrics.lag(Duration.ofMillis(700));

        assertThat(values())
                .containsEntry("records-total", 200.0)
                .containsEntry("rows-total", 160.0)
                .containsEntry("bytes-total", 12_000.0)
                .containsEntry("batch-size-avg", 80.0)
                .containsEntry("batch-size-max", 100.0)
                .containsEntry("flush-time-avg-ms", 20.0)
                .containsEntry("flush-time-max-ms", 30.0)
                .containsEntry("commit-time-avg-ms", 3.0)
                .containsEntry("commit-time-max-ms", 4.0)
                .containsEntry("compaction-ratio", 0.2)
                .containsEntry("stale-total", 3.0)
                .containsEntry("lag-avg-ms", 600.0)
                .containsEntry("lag-max-ms", 700.0);
        assertThat((Double) values().get("rows-rate")).isPositive();
        assertThat((Double) values().get("bytes-rate")).isPositive();
    }

    @Test
    void countsWhatIsRare() {
        metrics.reported(2);
        metrics.reported(1);
        metrics.fenced();
        metrics.retried();
        metrics.retried();

        assertThat(values())
                .containsEntry("dead-letters-total", 3.0)
                .containsEntry("fenced-total", 1.0)
                .containsEntry("retries-total", 2.0);
    }

    /** The worker removes the metrics of a task that fails, and a fenced one does. */
    @Test
    void aTaskBeginsWithHowOftenThoseBeforeItWereFenced() {
        SinkMetrics first = new PluginSinkMetrics(worker, Fences.of("fenced-twice"));
        first.fenced();
        first.fenced();

        try (FakePluginMetrics next = new FakePluginMetrics();
                FakePluginMetrics other = new FakePluginMetrics()) {
            new PluginSinkMetrics(next, Fences.of("fenced-twice")).fenced();
            new PluginSinkMetrics(other, Fences.of("never-fenced"));

            assertThat(next.values()).containsEntry("fenced-total", 3.0);
            assertThat(other.values()).containsEntry("fenced-total", 0.0);
        }
    }

    @Test
    void asksForWhatIsBufferedWhenSomebodyLooks() {
        AtomicLong buffered = new AtomicLong(5);
        metrics.watch(buffered::get, () -> buffered.get() > 10);

        assertThat(values()).containsEntry("buffer-bytes", 5L).containsEntry("paused", 0);
        buffered.set(11);
        assertThat(values()).containsEntry("buffer-bytes", 11L).containsEntry("paused", 1);
    }

    @Test
    void countsForItsOwnTaskWhateverOthersOfTheWorkerDo() {
        try (FakePluginMetrics another = worker.ofTask(1)) {
            SinkMetrics ofAnother = new PluginSinkMetrics(another, new LongAdder());

            metrics.retried();
            ofAnother.retried();
            ofAnother.retried();

            assertThat(values()).containsEntry("retries-total", 1.0);
            assertThat(another.values()).containsEntry("retries-total", 2.0);
        }
        assertThat(values()).containsEntry("retries-total", 1.0);
    }

    @Test
    void startsWithoutMetricsWhileATaskOfItsNumberStillEnds() {
        metrics.watch(() -> 5, () -> false);
        try (FakePluginMetrics successor = worker.ofTask(0)) {
            SinkMetrics ofSuccessor = new PluginSinkMetrics(successor, new LongAdder());
            ofSuccessor.watch(() -> 7, () -> true);
            ofSuccessor.retried();

            assertThat(values()).containsEntry("retries-total", 0.0).containsEntry("buffer-bytes", 5L);
        }
    }

    @Test
    void measuresNothingInAWorkerThatHasNoMetricsForPlugins() {
        assertThat(SinkMetrics.of(new FakeSinkTaskContext(null), "shop")).isSameAs(SinkMetrics.NONE);
    }
}
