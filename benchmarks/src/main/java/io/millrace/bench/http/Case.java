// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Pages of so many events. */
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

    /** The first page of a list. */
    byte[] page() {
        return ("{\"data\":[" + Event.texts(0, events) + "],\"next\":\"c" + events + "\",\"has_more\":true}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
