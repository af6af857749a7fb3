// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Gathers what a page holds, in the order in which it is to be delivered. For one thread at a time. */
interface RecordCollector {
    /** What is ready once a page has been read; {@code isWhole} if nothing waits for further pages. */
    record Collected(List<SourceRecord> records, Position next, boolean isWhole) {}

    /** A bad record that goes on in a topic of its own. */
    interface Dead {
        SourceRecord record(java.util.Map<String, ?> sourcePartition, SourceOffset offset);
    }

    /** A page is going to be read from {@code position} on. */
    void begin(Position position);

    /**
     * A record of the page.
     *
     * @param count how many have been seen with this one
     */
    void take(Shaped record, long count);

    /** A bad record; null if nothing becomes of it. */
    void pass(long count, @Nullable Dead dead);

    /** The key of the last record that was taken. */
    @Nullable String lastKey();

    /** Hands on what is ready when it is much for one batch; {@code bytes} of the page have been read. */
    void handOnIfMuch(long bytes, Consumer<Answer.Part> parts);

    /** Hands on what can be without being repeated, since the page breaks off. */
    void handOn(Consumer<Answer.Part> parts);

    /**
     * The page has been read.
     *
     * @param isLast whether the list ends here
     */
    Collected end(Position next, boolean isLast);
}
