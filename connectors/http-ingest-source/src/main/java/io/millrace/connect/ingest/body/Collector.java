// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.page.BadRecordException;
import io.millrace.connect.device.internal.page.PageReader;
import io.millrace.connect.device.internal.shape.DeviceEventShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.connect.ingest.request.RefusedException;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The events of one body, in their order. */
final class Collector {
    private static final Field EVENT_ID = Objects.requireNonNull(DeviceEventShape.SCHEMA.field("event_id"));

    private final Shapes.Lent lent;
    private final int maxEvents;
    private final boolean isDeviceEvent;
    private final List<Event> events = new ArrayList<>();
    /** Numbers of events that keep the time that they have. */
    private final BitSet isTimeRight = new BitSet();

    Collector(Shapes.Lent lent, int maxEvents, boolean isDeviceEvent) {
        this.lent = lent;
        this.maxEvents = maxEvents;
        this.isDeviceEvent = isDeviceEvent;
    }

    /** @throws RefusedException if there are too many */
    void readAll(PageReader page, @Nullable PostHog postHog) throws IOException, RefusedException {
        while (next(page)) {
            if (events.size() > maxEvents) {
                throw Refusals.tooMany(maxEvents);
            }
            if (postHog != null) {
                postHog.note(lent.aside());
                isTimeRight.set(events.size() - 1, PostHog.ignoresSentAt(lent.aside()));
            }
        }
    }

    private boolean next(PageReader page) throws IOException {
        try {
            Shaped record = page.next();
            if (record == null) {
                return false;
            }
            events.add(new Event.Good(record, id(record)));
        } catch (BadRecordException e) {
            events.add(new Event.Bad(id(e.text()), reason(e), e.text()));
        }
        return true;
    }

    private @Nullable String id(Shaped record) {
        String id = record.id();
        if (id == null && isDeviceEvent) {
            id = (String) Structs.get((Struct) record.value(), EVENT_ID);
        }
        return id == null || id.isEmpty() || lent.ids().hasMade(id) ? null : id;
    }

    private @Nullable String id(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            for (String id : AsideShape.first(lent.idPicker(), text)) {
                if (id != null) {
                    return id.isEmpty() ? null : id;
                }
            }
            return null;
        } catch (IOException | Fault e) {
            return null; // it is bad for more reasons than one
        }
    }

    private String reason(BadRecordException bad) {
        return "Cannot read a " + lent.shape().label() + ": found " + bad.found() + " at " + Place.of(bad.pointer())
                + ". Correct what sends it.";
    }

    /** What is known of the request beside its events. */
    record Around(
            Instant receivedAt,
            @Nullable String sentAt,
            @Nullable String apiKey,
            long bytes) {}

    Events events(ClockCorrection correction, Around request) {
        Instant sentAt = ClockCorrection.sentAt(request.sentAt);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Good good) {
                events.set(i, correction.corrected(good, request.receivedAt, isTimeRight.get(i) ? null : sentAt));
            }
        }
        return new Events(events, sentAt, request.apiKey, request.bytes);
    }
}
