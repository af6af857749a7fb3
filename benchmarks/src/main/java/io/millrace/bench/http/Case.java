// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages of so many events of about 483 bytes. */
enum Case {
    PAGES_OF_100(100),
    PAGES_OF_1000(1000);

    private final int events;

    Case(int events) {
        this.events = events;
    }

    int events() {
        return events;
    }

    /** As it stands in tables: {@code pages-of-100}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Case of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No case " + text + "."));
    }

    byte[] page() {
        String page = IntStream.range(0, events).mapToObj(Case::event).collect(Collectors.joining(","));
        return ("{\"data\":[" + page + "],\"next\":\"c" + events + "\",\"has_more\":true}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** 14 fields: a nested object, an array of two objects, an array of strings, an escaped string and a null among them. */
    static String event(int n) {
        return "{\"event_id\":\"" + (100_000 + n) + "-4f2a-9c1e-77d0\",\"device_id\":\"device-" + (1_000 + n % 997)
                + "\",\"user_id\":\"user-" + (10_000 + n % 4_999) + "\",\"session_id\":null,\"sequence\":"
                + (1_000_000 + n)
                + ",\"type\":\"sensor.reading\",\"occurred_at\":\"2026-03-01T12:00:" + String.format("%02d", n % 60)
                + ".123Z\",\"received_at\":\"2026-03-01T12:01:00.456Z\",\"platform\":\"android\",\"app_version\":\"4.7.0\","
                + "\"locale\":\"uk-UA\",\"note\":\"said \\\"hi\\\", left by the back door\\n\",\"tags\":[\"indoor\",\"floor-2\"],"
                + "\"properties\":{\"position\":{\"lat\":47.37" + n % 10 + ",\"lon\":8.54" + n % 10
                + "},\"readings\":[{\"k\":\"temp\",\"v\":21.5},{\"k\":\"hum\",\"v\":40}]}}";
    }
}
