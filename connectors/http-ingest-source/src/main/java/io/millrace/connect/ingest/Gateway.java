// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.ingest.MessageIds.Claim;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The way of events from requests to Kafka and of Kafka's word back to the requests: what has been taken is told to senders
 * only once Kafka has committed it. Thread-safe.
 */
final class Gateway {
    private final Intake intake;
    private final @Nullable MessageIds ids;
    private final Outcome unconfirmed;
    private final IngestMetrics metrics;
    private final LongSupplier nanoClock;
    private final Set<Exchange> live = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /**
     * @param ids null if events are not told apart
     * @param unconfirmed what senders are told of events that the worker dropped
     */
    Gateway(
            Intake intake,
            @Nullable MessageIds ids,
            Outcome unconfirmed,
            IngestMetrics metrics,
            LongSupplier nanoClock) {
        this.intake = intake;
        this.ids = ids;
        this.unconfirmed = unconfirmed;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    Intake intake() {
        return intake;
    }

    @Nullable MessageIds ids() {
        return ids;
    }

    int live() {
        return live.size();
    }

    /** A request's events come in. Its listener is told of everything further. */
    void accept(Exchange exchange) {
        live.add(exchange);
        int size = exchange.items().size();
        BitSet known = new BitSet(size);
        for (int i = 0; i < size; i++) {
            Item item = exchange.items().get(i);
            Claim claim =
                    ids == null || item.id() == null || item.isBad() ? Claim.NEW : ids.claim(item.id(), exchange, i);
            known.set(i, claim == Claim.KNOWN);
            if (claim == Claim.NEW && item.shaped() != null) {
                exchange.write(i);
            }
        }
        if (size == 0) {
            exchange.settleEmpty();
        } else if (!exchange.written().isEmpty() && !intake.offer(exchange)) {
            exchange.expire();
        }
        for (int i = 0; i < size; i++) {
            if (known.get(i)) {
                exchange.settle(i, Outcome.OK);
            } else if (exchange.items().get(i).shaped() == null) {
                exchange.settle(i, Outcome.DROP);
            }
        }
        withdrawIfGivenUp(exchange); // its time may have been over before it was handed on
    }

    /** The request is over, however it ended. */
    void forget(Exchange exchange) {
        live.remove(exchange);
    }

    /** The sender has waited for long enough. */
    void expire(Exchange exchange) {
        exchange.expire();
        withdrawIfGivenUp(exchange);
    }

    private void withdrawIfGivenUp(Exchange exchange) {
        if (exchange.isGivenUp()) {
            intake.remove(exchange);
            exchange.written().stream().forEach(i -> settle(exchange, i, Outcome.RETRY));
        }
    }

    /** The worker's word on a record: null if it dropped it. */
    void committed(IngestRecord record, @Nullable RecordMetadata metadata) {
        Outcome outcome = metadata == null ? unconfirmed : Outcome.OK;
        settle(record.exchange(), record.index(), record.item().isBad() ? Outcome.DROP : outcome);
        if (record.isLast()) {
            metrics.committed(Duration.ofNanos(nanoClock.getAsLong() - record.sentNanos()));
        }
    }

    /** Once for each event: by then its id may be another request's. */
    private void settle(Exchange exchange, int index, Outcome outcome) {
        Item item = exchange.items().get(index);
        if (exchange.settle(index, outcome) && ids != null && item.id() != null && !item.isBad()) {
            ids.settle(item.id(), outcome);
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    /** The task ends: whoever waits is told to send again. */
    void close() {
        isClosed = true;
        intake.close();
        live.forEach(this::expire);
    }
}
