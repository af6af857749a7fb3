// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.records.PluginVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task of {@link HttpIngestSourceConnector}: a server, and the way of its events to Kafka. */
public final class HttpIngestSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(HttpIngestSourceTask.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private @Nullable IngestServer server;
    private @Nullable Gateway gateway;
    private @Nullable TaskOffsets offsets;
    private @Nullable Announcement announcement;
    private IngestMetrics metrics = IngestMetrics.NONE;
    private volatile boolean isPolled;

    @Override
    public void start(Map<String, String> props) {
        HttpIngestConfig config = new HttpIngestConfig(props);
        metrics = IngestMetrics.of(context);
        Protocol protocol = IngestProtocol.of(config, Clock.systemUTC(), System::nanoTime);
        TaskOffsets kept = TaskOffsets.of(config, context.offsetStorageReader());
        Gateway way =
                new Gateway(new Intake(config.group()), kept.ids(), config.unconfirmed(), metrics, System::nanoTime);
        Capacity capacity = new Capacity(config.maxRequests(), config.maxBytes());
        IngestHandler handler = new IngestHandler(
                protocol,
                way,
                capacity,
                config.limits(protocol.maxBodyBytes()),
                new IngestHandler.Time(Clock.systemUTC(), System::nanoTime),
                metrics,
                () -> isPolled && !way.isClosed());
        IngestServer listening = new IngestServer(
                config.server(), handler, Thread.currentThread().getName());
        offsets = kept;
        gateway = way;
        server = listening;
        listening.start();
        announcement = new Announcement(config, listening.port(), listening.isSecure());
        metrics.gauge("port", "The port that the task listens on", listening::port);
        metrics.gauge("requests-in-flight", "How many requests are under way", capacity::requests);
        metrics.gauge("requests-waiting", "How many requests wait, unread, for room", capacity::waiting);
        metrics.gauge("bytes-in-flight", "How many bytes of requests are under way", capacity::bytes);
        LOG.info("Listens at {}, and takes events to topic {}.", announcement.url(), config.topic());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (gateway == null || offsets == null || announcement == null) {
            throw new IllegalStateException("Cannot poll: the task has not been started.");
        }
        isPolled = true;
        List<SourceRecord> records = new ArrayList<>(announcement.records(offsets));
        long now = 0;
        for (Exchange exchange : gateway.intake().take(records.isEmpty() ? PATIENCE : Duration.ZERO)) {
            now = now == 0 ? System.nanoTime() : now;
            BitSet written = exchange.written();
            for (int i = written.nextSetBit(0); i >= 0; i = written.nextSetBit(i + 1)) {
                records.add(record(exchange, i, offsets, now));
            }
        }
        if (records.isEmpty()) {
            return null;
        }
        SourceRecord last = records.get(records.size() - 1);
        if (last instanceof IngestRecord record) {
            record.endsGroup();
        }
        TransactionContext transactions = context.transactionContext();
        if (transactions != null) {
            transactions.commitTransaction(last);
        }
        metrics.group(records.size());
        return records;
    }

    private static IngestRecord record(Exchange exchange, int index, TaskOffsets offsets, long now) {
        Item item = exchange.items().get(index);
        if (item.shaped() == null) {
            throw new IllegalStateException("nothing to write");
        }
        return new IngestRecord(offsets.next(item), exchange, index, item.shaped(), now);
    }

    /** Kafka has it, or, without metadata, never will: a transform's doing, or {@code errors.tolerance=all}. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (record instanceof IngestRecord event && gateway != null) {
            gateway.committed(event, metadata);
        }
    }

    @Override
    public void stop() { // after a failed start, too
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpIngestSourceTask.class);
    }
}
