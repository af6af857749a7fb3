// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records in the order of the page, as they come. Those with a known id are left out. */
final class ForwardCollector implements RecordCollector {
    private static final int PART_RECORDS = 10_000;
    private static final long PART_BYTES = 2 * 1024 * 1024;

    private final RecordMaker maker;
    private final @Nullable SeenIds ids;
    private final boolean appendOnly;
    private final Overlap overlap;
    private Position position = Position.START;
    private List<SourceRecord> ready = new ArrayList<>();
    private @Nullable Shaped last;
    private long lastCount;
    private @Nullable String lastKey;
    private long bytesHandedOn;
    private long emitted;

    ForwardCollector(RecordMaker maker, @Nullable SeenIds ids, Endpoint endpoint) {
        this.maker = maker;
        this.ids = ids;
        this.appendOnly = endpoint.isAppendOnly();
        this.overlap = new Overlap(endpoint);
    }

    @Override
    public void begin(Position at) {
        position = at;
        ready = new ArrayList<>();
        last = null;
        lastKey = null;
        bytesHandedOn = 0;
        emitted = at.index();
    }

    @Override
    public void take(Shaped record, long count) {
        flushLast();
        lastKey = record.pageKey();
        String id = ids == null ? null : record.id();
        if (ids == null || id == null || ids.add(id)) {
            last = record;
            lastCount = count;
        } else {
            emitted = count;
        }
    }

    @Override
    public void pass(long count, @Nullable Dead dead) {
        flushLast();
        emitted = count;
        if (dead != null) {
            ready.add(dead.record(maker.sourcePartition(), maker.offset(position, after(count))));
        }
    }

    /** Makes a record of the one before, now that it is known not to be the page's last: that one leads to the next page. */
    private void flushLast() {
        if (last != null) {
            ready.add(maker.record(last, position, after(lastCount)));
            last = null;
            emitted = lastCount;
        }
    }

    private long after(long count) {
        return appendOnly ? count : 0;
    }

    @Override
    public @Nullable String lastKey() {
        return lastKey;
    }

    @Override
    public void handOnIfMuch(long bytes, Consumer<Answer.Part> parts) {
        if (ready.size() >= PART_RECORDS || bytes - bytesHandedOn >= PART_BYTES) {
            bytesHandedOn = bytes;
            give(parts); // but for the last: the end of the page is with a record
        }
    }

    @Override
    public void handOn(Consumer<Answer.Part> parts) {
        if (appendOnly || ids != null) {
            flushLast();
            give(parts);
        }
    }

    private void give(Consumer<Answer.Part> parts) {
        if (!ready.isEmpty()) {
            parts.accept(new Answer.Part(ready, position.at(after(emitted))));
            ready = new ArrayList<>();
        }
    }

    @Override
    public Collected end(Position next, boolean isLast) {
        if (last != null) {
            ready.add(maker.record(last, next, next.index()));
            last = null;
        }
        if (ids != null) {
            overlap.check(ids);
        }
        if (isLast && ids != null) {
            ids.nextCycle();
        }
        return new Collected(ready, next, true);
    }
}
