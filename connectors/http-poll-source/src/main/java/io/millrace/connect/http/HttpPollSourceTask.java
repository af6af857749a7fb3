// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.records.PluginVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task of {@link HttpPollSourceConnector}: an {@link HttpPoller} with real clients, threads and clocks. */
public final class HttpPollSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPollSourceTask.class);

    private @Nullable FeedFactory feeds;
    private @Nullable ExecutorService fetchers;
    private @Nullable HttpPoller poller;
    private SourceMetrics metrics = SourceMetrics.NONE;
    private boolean hasWarned;

    @Override
    public void start(Map<String, String> props) {
        HttpPollConfig config = new HttpPollConfig(props);
        metrics = SourceMetrics.of(context);
        List<Unit> units = units(props, config);
        feeds = new FeedFactory(
                config,
                new FeedFactory.Surroundings(
                        Clock.systemUTC(),
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        metrics,
                        partition -> context.offsetStorageReader().offset(partition)));
        int requestsMax = units.stream()
                .mapToInt(unit -> config.endpoint(unit.endpoint()).requestsMax())
                .max()
                .orElse(1);
        AtomicInteger number = new AtomicInteger();
        String name = Thread.currentThread().getName();
        ExecutorService threads = Executors.newFixedThreadPool(requestsMax, work -> {
            Thread thread = new Thread(work, name + "-fetcher-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        fetchers = threads;
        HttpPoller polled = new HttpPoller(
                new HttpPoller.Room(threads, requestsMax),
                new HttpPoller.Time(System::nanoTime, new Waiter()),
                metrics,
                pageEnd());
        poller = polled;
        units.forEach(unit -> feeds.add(unit, polled));
        tellWhatIsPolled(config, units);
    }

    private static List<Unit> units(Map<String, String> props, HttpPollConfig config) {
        String given = props.get(HttpPollConfig.TASK_UNITS);
        return Unit.parse(given == null ? Unit.spread(config.delivered(), 1).get(0) : given);
    }

    /** With exactly-once support, a transaction ends with a page, if boundaries are left to the connector. */
    private HttpPoller.PageEnd pageEnd() {
        TransactionContext transactions = context.transactionContext();
        return last -> {
            if (transactions != null) {
                transactions.commitTransaction(last);
            }
        };
    }

    private static void tellWhatIsPolled(HttpPollConfig config, List<Unit> units) {
        Set<String> told = new HashSet<>();
        for (Unit unit : units) {
            Endpoint endpoint = config.endpoint(unit.endpoint());
            if (told.add(unit.toString())) {
                LOG.info(
                        "Polls {} as {}: pagination {}, list {}, every {} ms, to topic {}.",
                        endpoint.address(),
                        unit,
                        endpoint.getString(HttpPollConfig.PAGINATION_TYPE),
                        endpoint.isAppendOnly() ? "append-only" : "changing",
                        endpoint.pollInterval().toMillis(),
                        endpoint.topic());
            }
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (poller == null) {
            throw new IllegalStateException("Cannot poll: the task has not been started.");
        }
        List<SourceRecord> records = poller.poll();
        Long timestamp =
                records == null ? null : records.get(records.size() - 1).timestamp();
        if (timestamp != null) {
            metrics.lag(Duration.ofMillis(System.currentTimeMillis() - timestamp));
        }
        return records;
    }

    /**
     * Counts what the worker dropped: a transform's filter, or a record that Kafka refused with {@code errors.tolerance=all}.
     */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata == null) {
            metrics.dropped();
            if (!hasWarned) {
                hasWarned = true;
                LOG.warn(
                        "The worker dropped a record of {} at {}: a transform's doing, or Kafka refused it and"
                                + " errors.tolerance is all. Metric records-dropped-total counts them; further ones are not"
                                + " logged.",
                        record.sourcePartition(),
                        record.topic());
            }
        }
    }

    @Override
    public void stop() { // after a failed start, too
        if (poller != null) {
            poller.stop();
        }
        if (fetchers != null) {
            fetchers.shutdownNow();
        }
        if (feeds != null) {
            feeds.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpPollSourceTask.class);
    }
}
