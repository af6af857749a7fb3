// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;

/** Shows, before anything is measured, that a source delivers every event, all that is in it, and where it is. */
final class SourceProof {
    private final SourceContestant contestant;
    private final int limit;

    SourceProof(SourceContestant contestant, int limit) {
        this.contestant = contestant;
        this.limit = limit;
    }

    /** Reads a list to where it ends for now; throws an {@link IllegalStateException} that says what is missing. */
    void require(PageSource source) throws IOException {
        List<SourceRecord> records = new ArrayList<>();
        int count = 0;
        while (count < Api.EVENTS_AT_ONCE) {
            count += source.poll(records::add);
        }
        check(count == Api.EVENTS_AT_ONCE, count + " events (expected " + Api.EVENTS_AT_ONCE + ")");
        check(
                contestant == SourceContestant.FETCH || records.size() == count,
                records.size() + " records of " + count + " events");
        List<Event> events =
                IntStream.range(0, Api.PAGES * limit).mapToObj(Event::of).toList();
        for (int place = 0; place < records.size(); place++) {
            SourceRecord record = records.get(place);
            check(isRight(record, events.get(place % events.size())), "another record " + place);
            check(
                    record.sourceOffset().equals(offset(place)),
                    "offset " + record.sourceOffset() + " of record " + place + " (expected " + offset(place) + ")");
        }
    }

    private void check(boolean isRight, String found) {
        if (!isRight) {
            throw new IllegalStateException(contestant.text() + " makes " + found + ".");
        }
    }

    private boolean isRight(SourceRecord record, Event event) {
        return switch (contestant) {
            case FETCH -> false;
            case MILLRACE_SOURCE_RAW ->
                event.isText(record.value()) && event.isKey(record.key()) && record.timestamp() == null;
            case MILLRACE_SOURCE_DECLARED ->
                event.isStruct(record.value()) && event.isKey(record.key()) && event.isTimestamp(record.timestamp());
            case READTREE_SOURCE -> event.isJson(record.value()) && event.isKey(record.key());
        };
    }

    /** After a page's last event the next page follows. */
    private Map<String, Object> offset(int place) {
        Map<String, Object> offset = new HashMap<>();
        int index = (place + 1) % limit;
        int page = place + 1 - index;
        if (page > 0) {
            offset.put("cursor", "c" + page);
        }
        offset.put("index", (long) index);
        return offset;
    }
}
