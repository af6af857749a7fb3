// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of events. Absent values are left out or written as null, by event, as real APIs do both. */
final class EventJson {
    private EventJson() {}

    static String page(List<DeviceEvent> events, String next, boolean hasMore) {
        StringBuilder json = new StringBuilder(100 + events.size() * 640).append("{\"data\":[");
        for (int i = 0; i < events.size(); i++) {
            write(json.append(i == 0 ? "" : ","), events.get(i), events.get(i).receivedAt());
        }
        quote(json.append("],\"next\":"), next).append(",\"has_more\":").append(hasMore);
        return json.append('}').toString();
    }

    /** As devices push it: they do not know when it is received. */
    static String batch(List<DeviceEvent> events) {
        StringBuilder json = new StringBuilder(100 + events.size() * 600).append("{\"batch\":[");
        for (int i = 0; i < events.size(); i++) {
            write(json.append(i == 0 ? "" : ","), events.get(i), null);
        }
        return json.append("]}").toString();
    }

    static String error(String code, String message) {
        StringBuilder json = quote(new StringBuilder("{\"error\":{\"code\":"), code);
        return quote(json.append(",\"message\":"), message).append("}}").toString();
    }

    private static void write(StringBuilder json, DeviceEvent event, @Nullable Instant receivedAt) {
        boolean explicit = (event.eventId().hashCode() & 1) == 0;
        text(json.append('{'), "event_id", event.eventId());
        text(json.append(','), "device_id", event.deviceId());
        optional(json, "user_id", event.userId(), explicit);
        optional(json, "session_id", event.sessionId(), explicit);
        raw(json, "sequence", event.sequence() == null ? null : Long.toString(event.sequence()), explicit);
        text(json.append(','), "type", event.type());
        text(json.append(','), "occurred_at", event.occurredAt().toString());
        if (receivedAt != null) {
            text(json.append(','), "received_at", receivedAt.toString());
        }
        optional(json, "platform", event.platform(), explicit);
        optional(json, "app_version", event.appVersion(), explicit);
        optional(json, "locale", event.locale(), explicit);
        raw(json, "properties", event.properties(), explicit);
        json.append('}');
    }

    private static void text(StringBuilder json, String name, String value) {
        quote(json.append('"').append(name).append("\":"), value);
    }

    private static void optional(StringBuilder json, String name, @Nullable String value, boolean explicit) {
        if (value != null) {
            text(json.append(','), name, value);
        } else {
            raw(json, name, null, explicit);
        }
    }

    private static void raw(StringBuilder json, String name, @Nullable String value, boolean explicit) {
        if (value != null || explicit) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    /** Appends {@code text} as a JSON string (RFC 8259 section 7). */
    static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
