// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Puts a source partition, an offset and a topic to what a shape made of a record. */
final class RecordMaker {
    private final Map<String, String> sourcePartition;
    private final String topic;
    private final @Nullable SeenIds ids;

    RecordMaker(Endpoint endpoint, FeedId id, @Nullable SeenIds ids) {
        this.sourcePartition = Collections.unmodifiableMap(id.sourcePartition());
        this.topic = endpoint.topic();
        this.ids = ids;
    }

    /** @param index of the record to go on with, in the page at {@code position} */
    SourceRecord record(Shaped shaped, Position position, long index) {
        return new SourceRecord(
                sourcePartition,
                offset(position, index),
                shaped.topic() == null ? topic : shaped.topic(),
                null,
                shaped.keySchema(),
                shaped.key(),
                shaped.valueSchema(),
                shaped.value(),
                shaped.timestampMs(),
                shaped.headers());
    }

    SourceOffset offset(Position position, long index) {
        return new SourceOffset(position, index, ids == null ? null : ids.view());
    }

    Map<String, String> sourcePartition() {
        return sourcePartition;
    }
}
