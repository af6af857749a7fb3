// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** What a number counts, by Grafana's name of the unit. */
enum Unit {
    COUNT("short"),
    EXACT("none"),
    RECORDS_PER_SECOND("recps"),
    ROWS_PER_SECOND("rowsps"),
    EVENTS_PER_SECOND("eps"),
    REQUESTS_PER_SECOND("reqps"),
    TIMES_PER_SECOND("ops"),
    MILLISECONDS("ms"),
    SECONDS("s"),
    BYTES("bytes"),
    BYTES_PER_SECOND("Bps"),
    /** From 0 to 1. */
    SHARE("percentunit"),
    /** From 0 to 100. */
    PERCENT("percent"),
    TIME("dateTimeAsIso"),
    TEXT("string");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
