// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import java.util.Locale;

/** A colour of Grafana's palette. */
enum Color {
    GREEN,
    YELLOW,
    ORANGE,
    RED,
    BLUE,
    PURPLE,
    TEXT;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
