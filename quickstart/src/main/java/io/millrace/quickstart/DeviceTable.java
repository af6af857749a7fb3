// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.Column.Kind;
import io.millrace.quickstart.deviceapi.DeviceEvent;
import io.millrace.quickstart.deviceapi.Uploads;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of device events, and the topic that it is filled from. */
enum DeviceTable {
    /** What the device API's feed holds, repeats included; {@code received_at} is when the API received it. */
    POLLED("devices.events", "device_events", new Column("received_at", Kind.INSTANT)) {
        @Override
        int records(Uploads uploads) {
            return uploads.size();
        }

        @Override
        String received(DeviceEvent event) {
            return text(event.receivedAt());
        }
    },
    /** What devices push, told apart by its ids; {@code received_at} is when the worker received it, which only it knows. */
    PUSHED("devices.pushed", "device_pushes", new Column("(received_at BETWEEN occurred_at AND now())", Kind.TEXT)) {
        @Override
        int records(Uploads uploads) {
            return uploads.ledger().size();
        }

        @Override
        String received(DeviceEvent event) {
            return "true";
        }
    };

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private final String topic;
    private final String target;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Column> columns;

    DeviceTable(String topic, String target, Column received) {
        this.topic = topic;
        this.target = target;
        this.columns = List.of(
                new Column("event_id", Kind.TEXT),
                new Column("device_id", Kind.TEXT),
                new Column("user_id", Kind.TEXT),
                new Column("session_id", Kind.TEXT),
                new Column("sequence", Kind.INTEGER),
                new Column("type", Kind.TEXT),
                new Column("occurred_at", Kind.INSTANT),
                received,
                new Column("platform", Kind.TEXT),
                new Column("app_version", Kind.TEXT),
                new Column("locale", Kind.TEXT),
                new Column("properties", Kind.JSON));
    }

    /** The records that its topic must hold. */
    abstract int records(Uploads uploads);

    /** What the column on {@code received_at} must hold. */
    abstract String received(DeviceEvent event);

    String topic() {
        return topic;
    }

    /** Its name in PostgreSQL. */
    String target() {
        return target;
    }

    /** The columns that are compared, the key first. */
    List<Column> columns() {
        return columns;
    }

    /** The row of an event, as canonical text. */
    Rows.Row row(DeviceEvent event) {
        List<@Nullable String> values = Arrays.asList(
                event.eventId(),
                event.deviceId(),
                event.userId(),
                event.sessionId(),
                event.sequence() == null ? null : Long.toString(event.sequence()),
                event.type(),
                text(event.occurredAt()),
                received(event),
                event.platform(),
                event.appVersion(),
                event.locale(),
                event.properties());
        return Rows.row(values, 1);
    }

    private static String text(Instant instant) {
        return MICROS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
}
