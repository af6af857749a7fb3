// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records that one transaction will write, encoded, and the errant ones among them. */
final class Pending {
    final RowBatch batch;
    final Reports reports;
    private final List<SinkRecord> originals = new ArrayList<>();
    private final List<SinkRecord> rows = new ArrayList<>();
    private @Nullable Long sinceNanos;
    private long latestMs = Long.MIN_VALUE;

    Pending(RowBatch batch, @Nullable ErrantRecordReporter reporter) {
        this.batch = batch;
        this.reports = new Reports(reporter);
    }

    void note(SinkRecord original, SinkRecord row) {
        originals.add(original);
        rows.add(row);
        Long timestamp = original.timestamp();
        if (timestamp != null && timestamp > latestMs) {
            latestMs = timestamp;
        }
    }

    /** Of encoded rows and of the records, which take about as much. */
    long bytes() {
        return 2 * batch.bytes();
    }

    /** Of arrays for encoded rows, and of the records, which take about as much as the rows. */
    long heldBytes() {
        return batch.allocatedBytes() + batch.bytes();
    }

    int records() {
        return originals.size();
    }

    SinkRecord original(int index) {
        return originals.get(index);
    }

    SinkRecord row(int index) {
        return rows.get(index);
    }

    /** Since when something waits here: an offset, if not a row; null for not at all. */
    @Nullable Long sinceNanos() {
        return sinceNanos;
    }

    void beginAt(long nanos) {
        if (sinceNanos == null) {
            sinceNanos = nanos;
        }
    }

    /** The latest record's timestamp; null if there is none. */
    @Nullable Long latestMs() {
        return latestMs == Long.MIN_VALUE ? null : latestMs;
    }

    void clear() {
        batch.clear();
        reports.clear();
        originals.clear();
        rows.clear();
        sinceNanos = null;
        latestMs = Long.MIN_VALUE;
    }
}
