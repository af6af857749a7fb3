// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Names;
import java.nio.charset.StandardCharsets;

/** Pages of so many events. */
enum Case {
    PAGES_OF_100(100, Scope.PAGE),
    PAGES_OF_1000(1000, Scope.PAGE),
    SOURCE_PAGES_OF_100(100, Scope.SOURCE),
    SOURCE_PAGES_OF_1000(1000, Scope.SOURCE);

    private final int events;
    private final Scope scope;

    /** What is measured. */
    enum Scope {
        /** From a page's bytes to the parts of its records. */
        PAGE,
        /** From an API to records. */
        SOURCE
    }

    Case(int events, Scope scope) {
        this.events = events;
        this.scope = scope;
    }

    int events() {
        return events;
    }

    Scope scope() {
        return scope;
    }

    /** As it stands in tables: {@code pages-of-100}. */
    String text() {
        return Names.text(this);
    }

    static Case of(String text) {
        return Names.of(Case.class, text);
    }

    /** The first page of a list. */
    byte[] page() {
        return ("{\"data\":[" + Event.texts(0, events) + "],\"next\":\"c" + events + "\",\"has_more\":true}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
