// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.Instants;
import io.millrace.connect.device.internal.shape.DeviceEventShape;
import io.millrace.connect.device.internal.shape.InstantFormat;
import io.millrace.connect.device.internal.shape.ShapeOptions;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.records.Structs;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts times of device events right where a sender's clock is wrong: {@code occurred_at = receivedAt - (sentAt -
 * occurred_at)}, as Segment and RudderStack do it, and never far in the future. Thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
final class ClockCorrection {
    /** Headers of a record whose time was changed. */
    static final String ORIGINAL = "millrace.original.timestamp";

    static final String SENT_AT = "millrace.sent.at";

    private static final Field OCCURRED_AT = Objects.requireNonNull(DeviceEventShape.SCHEMA.field("occurred_at"));
    private static final Set<String> POINTERS = Set.of("/occurred_at", "occurred_at");

    private final boolean isOn;
    private final long futureMaxMs;
    /** Whether it is the record's timestamp in Kafka as well. */
    private final boolean isTimestamp;

    ClockCorrection(AbstractConfig config, boolean isDeviceEvent) {
        this.isOn = isDeviceEvent && config.getBoolean(BodyOptions.CLOCK_CORRECTION);
        this.futureMaxMs = config.getLong(BodyOptions.CLOCK_FUTURE_MAX_MS);
        this.isTimestamp = POINTERS.contains(config.getString(ShapeOptions.TIMESTAMP_POINTER));
    }

    /** When a request was sent, as it says itself; null if it does not, or not as a point in time. */
    static @Nullable Instant sentAt(@Nullable String text) {
        long millis = text == null ? Instants.INVALID : InstantFormat.AUTO.millis(text);
        return millis == Instants.INVALID ? null : Instant.ofEpochMilli(millis);
    }

    /** The event with the time that is right; the same if its own is. */
    Event.Good corrected(Event.Good good, Instant receivedAt, @Nullable Instant sentAt) {
        if (!isOn) {
            return good;
        }
        Shaped record = good.record();
        Struct event = (Struct) record.value();
        long original = ((Date) Objects.requireNonNull(Structs.get(event, OCCURRED_AT))).getTime();
        long received = receivedAt.toEpochMilli();
        if (original == received) {
            return good; // the server's own, where the event has none
        }
        long corrected = sentAt == null ? original : original + (received - sentAt.toEpochMilli());
        long right = corrected > received + futureMaxMs ? received : corrected;
        if (right == original) {
            return good;
        }
        Structs.set(event, OCCURRED_AT, new Date(right));
        Headers headers = record.headers() == null ? new ConnectHeaders() : record.headers();
        headers.addString(ORIGINAL, Instant.ofEpochMilli(original).toString());
        if (sentAt != null) {
            headers.addString(SENT_AT, sentAt.toString());
        }
        Shaped changed = new Shaped(
                record.topic(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                event,
                isTimestamp && right >= 0 ? Long.valueOf(right) : record.timestampMs(),
                headers,
                record.id(),
                record.pageKey());
        return new Event.Good(changed, good.id());
    }
}
