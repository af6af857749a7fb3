// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of an event, which knows the request that waits for it. It equals itself only: a worker with exactly-once
 * support keeps records in a map until they are committed, in which events that say the same must not fall together.
 */
final class IngestRecord extends SourceRecord {
    private final Exchange exchange;
    private final int index;
    private final long sentNanos;
    private boolean isLast;

    IngestRecord(Place place, Exchange exchange, int index, Shaped shaped, long sentNanos) {
        super(
                place.partition,
                place.offset,
                exchange.items().get(index).topic(),
                null,
                shaped.keySchema(),
                shaped.key(),
                shaped.valueSchema(),
                shaped.value(),
                shaped.timestampMs(),
                shaped.headers());
        this.exchange = exchange;
        this.index = index;
        this.sentNanos = sentNanos;
    }

    /** A source partition and an offset. */
    record Place(Map<String, ?> partition, Map<String, ?> offset) {}

    /** It is the last of those that go to Kafka together. */
    void endsGroup() {
        isLast = true;
    }

    boolean isLast() {
        return isLast;
    }

    long sentNanos() {
        return sentNanos;
    }

    Item item() {
        return exchange.items().get(index);
    }

    Exchange exchange() {
        return exchange;
    }

    int index() {
        return index;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
